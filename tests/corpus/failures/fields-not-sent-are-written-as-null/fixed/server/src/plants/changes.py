from plants.dto import PlantPatch
from plants.records import Plant


def change(plant: Plant, patch: PlantPatch) -> None:
    for name, value in patch.model_dump(exclude_unset=True).items():
        setattr(plant, name, value)
