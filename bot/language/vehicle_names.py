"""What vehicles are called: the library's own names over the world's makes and models."""

from __future__ import annotations

import re

from bot.language.makes import Makes, Name, all_makes
from bot.language.numbers import spoken_model
from bot.library.model import Library, Vehicle


def vehicle_names(library: Library) -> Makes:
    """All names; what a document calls its vehicle stands alone, however everyday the word."""
    names = Makes(dict(all_makes().names))
    for document in library.documents:
        _add_vehicle(names, document.vehicle)
    return names


def _add_vehicle(names: Makes, vehicle: Vehicle) -> None:
    make = vehicle.make
    _put(names, make, Name("make", make, make))
    for model in vehicle.models:
        plural = [f"{model}s", f"{model}'s"] if model[-1].isalnum() else []
        for spelling in (model, f"{make}{model}", *plural, *spoken_model(model)):
            _put(names, spelling, Name("model", model, make))
    for name in vehicle.names:
        known = [one for one in names.find(name) if one.make == make]
        if not any(one.label == "make" for one in known):
            shown = next((one.shown for one in known if one.shown in vehicle.models), name)
            _put(names, name, Name("model", shown, make))
    for code in vehicle.chassis:
        _put(names, code, Name("chassis", code, make))
    for model in vehicle.not_models:
        names.add(model, Name("model", model, make))
        if number := re.fullmatch(r"(\d{3})[a-z]+", model):
            names.add(number[1], Name("model", number[1], make))


def _put(names: Makes, spelling: str, name: Name) -> None:
    """Puts a name of the library in front; whatever else goes by it comes after."""
    plain = Makes()
    plain.add(spelling, name)
    for words in plain.names:
        others = (
            other
            for other in names.names.get(words, ())
            if (other.label, other.make) != (name.label, name.make)
        )
        names.names[words] = (name, *others)
