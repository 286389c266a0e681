"""What the made-up businesses look like: rooms, hours, and how their nights fill."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import time

MICROPHONES = "Microphones"
MONDAY, TUESDAY, WEDNESDAY, THURSDAY, FRIDAY, SATURDAY, SUNDAY = range(7)


@dataclass(frozen=True, slots=True)
class RoomPlan:
    name: str
    category: str
    capacity_min: int
    capacity_max: int
    price_per_hour_minor: int
    colour: str
    features: tuple[str, ...] = ()
    microphones: int = 0
    description: str = ""

    @property
    def columns(self) -> dict[str, object]:
        """As `add_room` takes them; what is counted is a feature like the others."""
        counts = {MICROPHONES: self.microphones} if self.microphones else {}
        return {
            "name": self.name,
            "category": self.category,
            "description": self.description,
            "capacity_min": self.capacity_min,
            "capacity_max": self.capacity_max,
            "price_per_hour_minor": self.price_per_hour_minor,
            "colour": self.colour,
            "features": [*counts, *self.features],
            "feature_counts": counts,
        }


@dataclass(frozen=True, slots=True)
class BusinessPlan:
    """One made-up business. `demand` is the share of its open time that sells, by weekday from Monday."""

    subdomain: str
    name: str
    kind: str
    owner: str
    time_zone: str
    currency: str
    country: str
    address: str
    phone: str
    description: str
    brand_colour: str
    hours: tuple[tuple[int, time, time], ...]
    rooms: tuple[RoomPlan, ...]
    demand: tuple[float, ...]
    lengths: tuple[int, ...]
    seed: int


VELVET = BusinessPlan(
    subdomain="velvet",
    name="Velvet Rooms",
    kind="karaoke",
    owner="Dana Cole",
    time_zone="Europe/London",
    currency="GBP",
    country="GB",
    address="14 Mare Street, Hackney, London E8",
    phone="+442079460812",
    description="Private karaoke rooms for 2 to 30, with a bar that stays open as long as you do.",
    brand_colour="#0b6b63",
    hours=tuple((weekday, time(18), time(4)) for weekday in range(7)),
    rooms=(
        RoomPlan("Alto", "Small", 1, 4, 2400, "#7c3a63", (), 2, "For two who rehearse, or four."),
        RoomPlan("Birdsong", "Small", 1, 4, 2400, "#2f6f8f", (), 2, "Upstairs, with a window to the yard."),
        RoomPlan("Cassette", "Small", 1, 5, 2600, "#8a5a2b", ("Vinyl corner",), 2, "Songs up to 1999."),
        RoomPlan("Duet", "Small", 1, 6, 2800, "#3f7d4f", ("Booth",), 2, "A booth and two microphones."),
        RoomPlan("Echo", "Medium", 2, 8, 3600, "#6b4fa0", ("Step-free",), 3, "Next to the bar."),
        RoomPlan("Falsetto", "Medium", 2, 8, 3600, "#a04f5f", ("Window booth",), 3, "Mare Street looks in."),
        RoomPlan("Groove", "Medium", 2, 10, 4200, "#4f78a0", ("Dance floor",), 4, "Room to dance for ten."),
        RoomPlan("Harmony", "Medium", 2, 10, 4200, "#5f8a3f", ("Two screens", "Step-free"), 4, "For duels."),
        RoomPlan("Lullaby", "Large", 4, 14, 6000, "#9a6a2f", ("Two screens",), 4, "Sofas all around."),
        RoomPlan(
            "Midnight",
            "Large",
            6,
            30,
            9500,
            "#33305f",
            ("Stage", "Own bar", "Step-free"),
            6,
            "Its own bar.",
        ),
    ),
    demand=(0.22, 0.24, 0.32, 0.46, 0.78, 0.86, 0.40),
    lengths=(60, 90, 120, 120, 120, 150, 180),
    seed=8021,
)

KEYHOLE = BusinessPlan(
    subdomain="keyhole",
    name="Keyhole Escape",
    kind="escape",
    owner="Ines Moreau",
    time_zone="Europe/Berlin",
    currency="EUR",
    country="DE",
    address="Karl-Marx-Straße 88, 12043 Berlin",
    phone="+493012345678",
    description="Five rooms, sixty minutes, one way out.",
    brand_colour="#c2410c",
    hours=(
        (WEDNESDAY, time(15), time(22)),
        (THURSDAY, time(15), time(22)),
        (FRIDAY, time(13), time(23)),
        (SATURDAY, time(10), time(14)),
        (SATURDAY, time(15), time(23)),
        (SUNDAY, time(10), time(21)),
        (TUESDAY, time(15), time(21)),
    ),
    rooms=(
        RoomPlan("The Clockmaker", "Classic", 2, 6, 11000, "#7c3a63"),
        RoomPlan("Submarine", "Classic", 2, 5, 11000, "#2f6f8f"),
        RoomPlan("Grandmother's Attic", "Family", 2, 7, 9500, "#8a5a2b", ("From 8 years",)),
        RoomPlan("Laboratory 9", "Hard", 3, 6, 13000, "#3f7d4f"),
        RoomPlan("The Vault", "Hard", 3, 8, 14500, "#33305f", ("Step-free",)),
    ),
    demand=(0.0, 0.35, 0.35, 0.45, 0.62, 0.80, 0.66),
    lengths=(60,),
    seed=8022,
)

PLANS = (VELVET, KEYHOLE)
