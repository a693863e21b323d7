"""Libraries that applications of this kind use, by the name that is imported.

Lives here: WELL_KNOWN, DATABASES.
"""

import re
from typing import Final

DATABASES: Final = frozenset(
    ("sqlalchemy", "sqlmodel", "asyncpg", "psycopg", "psycopg2", "aiosqlite", "aiomysql",
     "pymysql", "sqlite3")
)  # fmt: skip
WELL_KNOWN: Final = frozenset(
    re.findall(
        r"\w+",
        """
    aiobotocore aiodocker aiofiles aiohttp aiokafka aiomysql aioredis aiosmtplib aiosqlite alembic
    amqp anthropic anyio apscheduler argon2 arq asgi_lifespan asyncpg attrs authlib authx babel
    bcrypt beanie billiard boto3 botocore bs4 cachetools celery certifi chardet click colorama
    confluent_kafka cryptography databases dateutil ddtrace debugpy decouple dependency_injector
    dill discord django docker dotenv elasticsearch email_validator environs factory faker
    fakeredis fastapi fastapi_cache fastapi_cli fastapi_limiter fastapi_mail fastapi_pagination
    fastapi_sso fastapi_users faststream filelock flask freezegun geoalchemy2 gevent gitpython
    google granian graphene greenlet grpc gunicorn h11 httpcore httptools httpx httpx2 hypercorn
    hypothesis icecream idna importlib_metadata itsdangerous jinja2 jose jsonschema jwt kafka
    kombu langchain langchain_core langchain_openai langgraph ldap3 litellm loguru lxml magic mako
    mangum markdown markupsafe marshmallow matplotlib mcp minio mongoengine motor msgpack
    multipart mypy nltk numpy oauthlib odmantic openai opencv openpyxl opensearchpy opentelemetry
    orjson ormar pandas passlib peewee pika pillow pip pkg_resources playwright polars pony
    prometheus_client prometheus_fastapi_instrumentator psutil psycopg psycopg2 pwdlib pyarrow
    pycurl pydantic pydantic_core pydantic_extra_types pydantic_settings pyjwt pymongo pymysql
    pyodbc pypdf pytest pytest_asyncio pytest_mock pytz qrcode ratelimit redis regex reportlab
    requests respx rich rq ruff scipy sentry_sdk setuptools shapely simplejson six sklearn slowapi
    slugify sniffio socketio sqladmin sqlalchemy sqlalchemy_utils sqlmodel starlette
    starlette_context strawberry stripe structlog taskiq tenacity tensorflow testcontainers
    tiktoken toml torch tortoise tqdm transformers twilio typer typing_extensions tzdata tzlocal
    ujson unidecode urllib3 uvicorn uvloop validators watchfiles weasyprint websocket websockets
    werkzeug wtforms xmltodict yaml yarl zeep
    """,
    )
)
