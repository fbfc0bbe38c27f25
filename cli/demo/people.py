"""Who works in the story, and where: one authority, six posts, one laboratory. All invented."""

from dataclasses import dataclass

AUTHORITY = "Joint Border Authority"
LABORATORY = "Forensic Laboratory, Chemistry"
TERRITORY = "other"
LOGBOOK = "Demonstration: a month of a joint unit"


@dataclass(frozen=True, slots=True)
class Post:
    """A post with one officer of each service, and how they write their references."""

    name: str
    site: str
    customs: str
    police: str
    shapes: tuple[tuple[str, str], ...]
    """Kind and shape of a reference: `n` runs, `yy` and `yyyy` are the year."""
    places: tuple[str, ...]


POSTS = (
    Post("Most Jelenac", "land", "Ana Markov", "Бојан Илић",
         (("police", "КУ {n}/{yy}"), ("receipt", "Потврда бр. {n}/{yyyy}")),
         ("Traka 3, ulaz", "Lane 5, lorries", "Магацин Б")),
    Post("Vrata Pass", "land", "Arben Leka", "Mira Stojan",
         (("police", "KY {n}/{yy}"), ("receipt", "Vërtetim nr. {n}/{yyyy}")),
         ("Lane 1", "Inspection hall", "Bus lane")),
    Post("Port Galeb", "sea", "Luka Barić", "Nikolina Vidak",
         (("customs", "UP-{n}/{yyyy}"), ("police", "KU-{n}/{yy}")),
         ("Container scanner", "Gat 2", "Ferry ramp")),
    Post("Marina Sidro", "sea", "Petra Jurin", "Denis Kolar",
         (("seizure", "PZ {n}-{yy}"), ("receipt", "Potvrda br. {n}/{yyyy}")),
         ("Pontoon C", "Fuel berth")),
    Post("Airport Soko", "air", "Elena Trpkova", "Стефан Ристов",
         (("prosecutor", "КО бр. {n}/{yy}"), ("customs", "ЦА-{n}/{yyyy}")),
         ("Arrivals, red channel", "Terminal 1, gate B4")),
    Post("Cargo Terminal Zefir", "air", "Jonuz Beka", "Tamara Šuša",
         (("customs", "AWB-hold {n}/{yy}"), ("police", "K.U. {n}/{yy}-III")),
         ("Courier belt 2", "Cold store")),
)  # fmt: skip

CHIEFS = ("Vesna Radan", "Ilir Dema")
CHEMISTS = ("dr Ivana Lončar", "Горан Петков")
AUDITOR = "Helena Kranj"
ADMINISTRATOR = "Zoran Mitev"

SIGN_INS = ("administrator", "officer", "supervisor", "analyst", "auditor")
"""The name that one desk of each role signs in with."""
