from plants.dto import PlantPatch
from plants.records import Plant


def change(plant: Plant, patch: PlantPatch) -> None:
    for name, value in patch.model_dump().items():  # <- here
        setattr(plant, name, value)
