from pathlib import Path

import pytest

from fe_skill.faults.decide import Decision, decide, proved
from fe_skill.faults.fault import Fault, Sample
from fe_skill.faults.reading.read import read
from fe_skill.faults.registry import all_faults, fault_named, names
from fe_skill.project.program import Program
from fe_skill.project.reader import read_project

FAULTS = all_faults()
SAMPLES = [(fault, sample) for fault in FAULTS for sample in fault.samples]
LOOKALIKES = [(fault, sample) for fault in FAULTS for sample in fault.lookalikes]


def named(value: object) -> str:
    return value.name if isinstance(value, Fault) else ""


def program_of(sample: Sample, folder: Path) -> Program | None:
    for path, text in sample.files.items():
        file = folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    return Program(read_project(folder)) if sample.files else None


def decided(sample: Sample, folder: Path) -> tuple[Decision, Program | None]:
    program = program_of(sample, folder)
    return decide(read(sample.text), program), program


@pytest.mark.parametrize(("fault", "sample"), SAMPLES, ids=named)
def test_a_sample_is_claimed_by_its_own_fault_first(
    fault: Fault, sample: Sample, tmp_path: Path
) -> None:
    decision, program = decided(sample, tmp_path)
    assert not decision.broken
    assert [found.fault.name for found in decision.found][:1] == [fault.name]
    best = decision.found[0]
    if sample.at is not None:
        assert str(best.diagnosis.place) == sample.at
    if program is not None:
        kept, _ = proved(best, read(sample.text), program)
        assert bool(kept.diagnosis.edits) == sample.mended


@pytest.mark.parametrize(("fault", "sample"), SAMPLES, ids=named)
def test_no_other_fault_is_sure_of_a_sample(fault: Fault, sample: Sample, tmp_path: Path) -> None:
    decision, _ = decided(sample, tmp_path)
    others = [one for one in decision.found if one.fault is not fault]
    assert [one.fault.name for one in others if one.diagnosis.confidence >= 0.9] == []


@pytest.mark.parametrize(("fault", "sample"), LOOKALIKES, ids=named)
def test_a_lookalike_is_left_alone(fault: Fault, sample: Sample, tmp_path: Path) -> None:
    decision, _ = decided(sample, tmp_path)
    assert fault.name not in {one.fault.name for one in decision.found}


def test_every_file_of_a_family_is_a_fault_of_its_name() -> None:
    assert [fault.name for fault in FAULTS] == list(names())
    assert len(set(names())) == len(names())
    assert fault_named("no-such-fault") is None


@pytest.mark.parametrize("fault", FAULTS, ids=named)
def test_a_fault_explains_itself_and_shows_a_sample(fault: Fault) -> None:
    first, _, rest = (fault.explanation or "").partition("\n")
    assert first.endswith(".")
    assert "Tell-tale:" in rest
    assert fault.samples


@pytest.mark.parametrize("fault", FAULTS, ids=named)
def test_what_a_fault_says_is_whole(fault: Fault) -> None:
    for sample in fault.samples:
        for found in decide(read(sample.text), None).found:
            said = found.diagnosis
            assert said.what
            assert not said.what.endswith(".")
            assert said.why
            assert all(said.mend)


HIDING = ("extend_existing=True", "pool_size=", "verify=False", "verify_signature", "alembic stamp")


@pytest.mark.parametrize(("fault", "sample"), SAMPLES, ids=named)
def test_no_advice_only_hides_the_cause(fault: Fault, sample: Sample, tmp_path: Path) -> None:
    decision, _ = decided(sample, tmp_path)
    for found in decision.found:
        text = " ".join(found.diagnosis.mend) + " ".join(e.text for e in found.diagnosis.edits)
        assert [word for word in HIDING if word in text] == [], fault.name


ODD = (
    'GET /a 422 {"detail":[{"type":"missing","loc":["header","x-(["],"msg":"Field required"}]}',
    'POST /a 422 {"detail":[{"type":"missing","loc":["body","a(B"],"msg":"m","input":{"a":1}}]}',
    "AttributeError: 'State' object has no attribute '(['",
    "sqlalchemy.exc.UnmappedInstanceError: Class 'a.b.C(' is not mapped",
)


@pytest.mark.parametrize("text", ODD)
def test_a_name_in_a_text_is_no_pattern(text: str, tmp_path: Path) -> None:
    (tmp_path / "main.py").write_text(
        'from fastapi import FastAPI\n\napp = FastAPI()\n\n\n@app.post("/a")\n'
        '@app.get("/a")\ndef a(b: int):\n    return {"x_key": b}\n'
    )
    assert decide(read(text), Program(read_project(tmp_path))).broken == ()


NOISE = (
    "",
    "INFO:     Application startup complete.",
    "hello, could you look at my code?",
    'INFO: 127.0.0.1:5000 - "GET / HTTP/1.1" 200 OK',
    "All 42 tests passed",
    "make: *** [Makefile:12: test] Error 1",
    "npm ERR! code ELIFECYCLE",
    "Segmentation fault (core dumped)",
    "fatal: not a git repository (or any of the parent directories): .git",
)


@pytest.mark.parametrize("text", NOISE)
def test_what_is_no_fault_stays_unknown(text: str) -> None:
    decision = decide(read(text), None)
    assert (decision.verdict, decision.found) == ("unknown", ())
