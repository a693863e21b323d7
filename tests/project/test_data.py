"""Models, schemas, settings, migrations, queries and conventions."""

from pathlib import Path

import pytest

from tests.project.written import facts_of

MODELS = """
    import uuid
    from typing import TYPE_CHECKING
    from sqlalchemy import ForeignKey, String
    from sqlalchemy.orm import DeclarativeBase, Mapped, declared_attr, mapped_column, relationship

    class Base(DeclarativeBase):
        @declared_attr.directive
        def __tablename__(cls) -> str:
            return cls.__name__.lower()

    class Stamped:
        made: Mapped[int] = mapped_column(default=0)

    class User(Stamped, Base):
        id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
        email: Mapped[str] = mapped_column(String(200), unique=True, index=True)
        nick: Mapped[str | None]
        orders: Mapped[list["Order"]] = relationship(back_populates="user", lazy="selectin")

    class Order(Base):
        __tablename__ = "orders"
        id: Mapped[int] = mapped_column(primary_key=True)
        user_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("user.id"))
        user: Mapped["User"] = relationship(back_populates="orders")
    """


def test_mapped_classes_have_their_columns_and_relationships(tmp_path: Path) -> None:
    user, order = facts_of(tmp_path, {"models.py": MODELS}).models
    assert (user.table, order.table) == ("user", "orders")
    assert [c.name for c in user.columns] == ["made", "id", "email", "nick"]
    assert [c.nullable for c in user.columns] == [False, False, False, True]
    assert user.columns[2].unique
    assert order.columns[1].foreign_keys == ("user.id",)
    (orders,) = user.relationships
    assert (orders.target, orders.kind, orders.lazy) == ("Order", "one-to-many", "selectin")
    assert order.relationships[0].kind == "many-to-one"


def test_older_styles_are_mapped_too(tmp_path: Path) -> None:
    facts = facts_of(
        tmp_path,
        {
            "old.py": """
                from sqlalchemy import Column, ForeignKey, Integer
                from sqlalchemy.ext.declarative import declarative_base
                from sqlalchemy.orm import relationship
                Base = declarative_base()
                class Thing(Base):
                    __tablename__ = "things"
                    id = Column(Integer, primary_key=True)
                    owner_id = Column(Integer, ForeignKey("owners.id"), nullable=False)
                """,
            "sqlm.py": """
                from sqlmodel import Field, SQLModel
                class HeroBase(SQLModel):
                    name: str = Field(index=True)
                class Hero(HeroBase, table=True):
                    id: int | None = Field(default=None, primary_key=True)
                """,
        },
    )
    thing, hero = facts.models
    assert (thing.style, thing.table, hero.style, hero.table) == (
        "legacy",
        "things",
        "sqlmodel",
        "hero",
    )
    assert [c.name for c in hero.columns] == ["name", "id"]
    assert [s.name for s in facts.schemas] == ["HeroBase"]


def test_schemas_have_inherited_fields_and_what_is_left_of_version_one(tmp_path: Path) -> None:
    facts = facts_of(
        tmp_path,
        {
            "schemas.py": """
                from pydantic import BaseModel, ConfigDict, Field, field_validator, validator
                class Base(BaseModel):
                    name: str
                class Out(Base):
                    model_config = ConfigDict(from_attributes=True)
                    size: int = Field(default=1)
                    need: int = Field(..., gt=0)
                    @field_validator("name")
                    def shape(cls, value): ...
                class Old(Base):
                    class Config:
                        orm_mode = True
                    @validator("name")
                    def check(cls, value): ...
                """
        },
    )
    _, out, old = facts.schemas
    assert [(f.name, f.required) for f in out.fields] == [
        ("name", True),
        ("size", False),
        ("need", True),
    ]
    assert (out.validators, out.from_attributes, out.legacy) == (("shape",), True, ())
    assert set(old.legacy) == {"orm_mode", "class Config", "validator"}


def test_settings_tell_variables_and_never_values(tmp_path: Path) -> None:
    facts = facts_of(
        tmp_path,
        {
            "config.py": """
                from pydantic import Field
                from pydantic_settings import BaseSettings, SettingsConfigDict
                class Settings(BaseSettings):
                    model_config = SettingsConfigDict(env_prefix="APP_")
                    secret: str = "hunter2"
                    url: str = Field(validation_alias="DATABASE_URL")
                """
        },
    )
    (settings,) = facts.settings
    assert [(v.variable, v.required) for v in settings.variables] == [
        ("APP_SECRET", False),
        ("DATABASE_URL", True),
    ]
    assert "hunter2" not in repr(settings)


def test_migrations_are_a_graph_with_heads_and_what_is_missing(tmp_path: Path) -> None:
    def revision(name: str, down: str) -> str:
        return f"""
            \"\"\"makes {name}\"\"\"
            from alembic import op
            revision: str = "{name}"
            down_revision = {down}
            def upgrade():
                op.create_table("{name}_table")
            def downgrade():
                op.drop_table("{name}_table")
            """

    facts = facts_of(
        tmp_path,
        {
            "alembic/env.py": "from alembic import context\ncontext.run_migrations()\n",
            "alembic/versions/a.py": revision("a", "None"),
            "alembic/versions/c.py": revision("c", '"b"'),
            "alembic/versions/b_test.py": revision("b", '"a"'),
            "alembic/versions/d.py": revision("d", '("a", "lost")'),
        },
    )
    (tree,) = facts.migrations
    assert [r.id for r in tree.revisions][:2] == ["a", "b"]
    assert set(tree.heads) == {"c", "d"}
    assert tree.missing == ("lost",)
    assert tree.revisions[0].creates == ("a_table",)
    assert tree.revisions[0].drops == ()


def test_a_query_is_told_with_its_function_and_options(tmp_path: Path) -> None:
    facts = facts_of(
        tmp_path,
        {
            "models.py": MODELS,
            "service.py": """
                from sqlalchemy import select
                from sqlalchemy.orm import selectinload
                from models import User
                class Users:
                    async def get(self, key):
                        if key:
                            query = select(User).where(User.id == key)
                            return await self.db.execute(query.limit(1))
                        return select(User).options(selectinload(User.orders)).limit(5)
                """,
        },
    )
    found = {q.where.line: (q.function, q.entities, q.options) for q in facts.queries}
    assert found == {
        7: ("service.Users.get", ("User",), ()),
        9: ("service.Users.get", ("User",), ("selectinload(User.orders)",)),
    }


def test_a_convention_says_how_many_of_how_many(tmp_path: Path) -> None:
    facts = facts_of(tmp_path, {"models.py": MODELS})
    keys = next(c for c in facts.conventions if c.name == "key type")
    assert (keys.follow, keys.total) == (1, 2)
    assert {keys.value, *(name for name, _ in keys.others)} == {"uuid", "int"}


def test_the_kind_of_a_relationship_comes_from_a_foreign_key_that_is_seen(tmp_path: Path) -> None:
    source = """
        from sqlalchemy import Column, ForeignKey, Integer
        from sqlalchemy.orm import declarative_base, declared_attr, relationship
        class Named:
            @declared_attr
            def __tablename__(cls):
                return unknown(cls.__name__)
        Base = declarative_base(cls=Named)
        class Team(Base):
            id = Column(Integer, primary_key=True)
            lead_id = Column(ForeignKey("person.id"))
            people = relationship("Person")
            games = relationship("Game")
            elsewhere = relationship("Nowhere")
        class Person(Base):
            id = Column(Integer, primary_key=True)
            team_id = Column(Integer, ForeignKey(Team.id))
        class Game(Base):
            id = Column(Integer, primary_key=True)
            team_id = Column(Integer, ForeignKey(Team.id))
            team = relationship("Team")
        """
    team, person, game = facts_of(tmp_path, {"m.py": source}).models
    assert person.columns[1].foreign_keys == ("Team.id",)
    assert [r.kind for r in team.relationships] == [None, "one-to-many", None]
    assert [r.kind for r in game.relationships] == ["many-to-one"]


def test_what_sqlmodel_hands_on_tells_how_a_relationship_is_loaded(tmp_path: Path) -> None:
    facts = facts_of(
        tmp_path,
        {
            "main.py": """
            from sqlmodel import Field, Relationship, SQLModel
            class Book(SQLModel, table=True):
                id: int = Field(primary_key=True)
                tags: list["Tag"] = Relationship(sa_relationship_kwargs={"lazy": "selectin"})
            class Tag(SQLModel, table=True):
                id: int = Field(primary_key=True)
            """
        },
    )
    (book,) = [model for model in facts.models if model.name == "Book"]
    assert [side.lazy for side in book.relationships] == ["selectin"]


@pytest.mark.parametrize(
    "said",
    [
        "Base: type[DeclarativeBase] = Table\n",
        "Base = Table  # for short\n",
        "from app.tables import Table as Base\n",
    ],
)
def test_a_base_under_another_name_is_one(tmp_path: Path, said: str) -> None:
    table = "from sqlalchemy.orm import DeclarativeBase\nclass Table(DeclarativeBase): ...\n"
    above = "" if "import" in said else table
    facts = facts_of(
        tmp_path,
        {
            "app/tables.py": table,
            "app/base.py": above + said,
            "app/order.py": (
                "from sqlalchemy.orm import Mapped, mapped_column\n"
                "from app.base import Base\n"
                "class Order(Base):\n"
                "    __tablename__ = 'orders'\n"
                "    id: Mapped[int] = mapped_column(primary_key=True)\n"
            ),
        },
    )
    assert [model.table for model in facts.models] == ["orders"]


def test_a_class_on_a_library_s_mapped_base_is_a_model(tmp_path: Path) -> None:
    facts = facts_of(
        tmp_path,
        {
            "models.py": """
                from advanced_alchemy.base import UUIDAuditBase
                from sqlalchemy.orm import Mapped
                class Deck(UUIDAuditBase):
                    __tablename__ = "decks"
                    name: Mapped[str]
                """
        },
    )
    assert [model.table for model in facts.models] == ["decks"]


def test_a_base_that_a_decorator_makes_is_one(tmp_path: Path) -> None:
    source = """
        from sqlalchemy import Column, Integer
        from sqlalchemy.orm import as_declarative

        @as_declarative()
        class Base:
            pass

        class Post(Base):
            __tablename__ = "posts"
            id = Column(Integer, primary_key=True)
        """
    (post,) = facts_of(tmp_path, {"models.py": source}).models
    assert (post.name, post.table, post.base) == ("Post", "posts", "models.Base")
