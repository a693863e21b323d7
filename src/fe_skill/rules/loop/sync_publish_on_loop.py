"""A message that is published by a blocking client, on the event loop.

Why: the client waits for its broker; while the broker is slow or away, every request of the process
waits with it.
"""

from collections.abc import Iterator
from typing import Final

from fe_skill.project.program import Program
from fe_skill.rules.across import followed, loop_calls
from fe_skill.rules.rule import Applicability, Bad, Finding, Good, InProject, Rule, Severity
from fe_skill.rules.threads import off_the_loop

_PUBLISHING: Final = frozenset(
    {
        "pika.BlockingConnection",
        "pika.BlockingConnection.channel",
        "kafka.KafkaProducer",
        "kafka.KafkaProducer.send",
        "kafka.KafkaProducer.flush",
        "confluent_kafka.Producer.flush",
        "redis.Redis.publish",
        "redis.Redis.xadd",
        "redis.Redis.rpush",
        "redis.Redis.lpush",
    }
)


def check(program: Program) -> Iterator[Finding]:
    """Publishing in coroutines of requests, and in plain functions that these call."""
    for site, chain in loop_calls(program, _PUBLISHING):
        module, related = site.function.module, followed(chain)
        message = f"`{site.target}` waits for the broker on the event loop"
        yield RULE.finding(
            module, site.node, message, related=related, fix=off_the_loop(program, site, chain)
        )


RULE = Rule(
    code="FE504",
    name="sync-publish-on-loop",
    severity=Severity.WARNING,
    explanation=__doc__,
    mend="use the broker's async client, or hand the call to `asyncio.to_thread`",
    check=InProject(check),
    fix=Applicability.UNSAFE,
    examples=(
        Bad(
            """
            from fastapi import FastAPI
            from kafka import KafkaProducer

            app = FastAPI()
            producer = KafkaProducer(bootstrap_servers="broker:9092")

            @app.post("/orders")
            async def create_order() -> None:
                producer.send("orders", b"made")  # <- FE504
            """,
            fixed="""
            from fastapi import FastAPI
            from kafka import KafkaProducer

            app = FastAPI()
            producer = KafkaProducer(bootstrap_servers="broker:9092")

            @app.post("/orders")
            def create_order() -> None:
                producer.send("orders", b"made")
            """,
        ),
        Good(
            """
            from fastapi import FastAPI
            from kafka import KafkaProducer

            app = FastAPI()
            producer = KafkaProducer(bootstrap_servers="broker:9092")

            @app.post("/orders")
            def create_order() -> None:
                producer.send("orders", b"made")
            """
        ),
    ),
)
