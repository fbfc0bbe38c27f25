"""What the story's analysers displayed, word for word, and what the laboratory later reported.

Substance names are as instruments and their languages write them; nothing here was measured.
The words of a field screening are the analyser's, those of a report the laboratory's.
"""

from dataclasses import dataclass

DIRECT, SERS, SOLUTION = "Point and shoot", "Type H kit", "Solution kit"
PICKS = ("Alarm", "Warning", "Clear", "Inconclusive")
"""What the app offers for this analyser; other banners were typed."""
COLOURS = {
    **dict(zip(PICKS, ("red", "amber", "green", "grey"), strict=True)),
    "Узбуна": "red", "Чисто": "green", "Καθαρό": "green",
}  # fmt: skip
LONG_NAME = (
    "1-(1,3-Benzodioxol-5-yl)-2-(pyrrolidin-1-yl)pentan-1-one hydrochloride "
    "[3,4-Methylenedioxypyrovalerone HCl], library entry 0412, reference spectrum B"
)


@dataclass(frozen=True, slots=True)
class Substance:
    """One line of a report, as the laboratory writes it."""

    name: str
    status: str = "identified"
    amount: str = ""
    uncertainty: str = ""
    form: str = ""


@dataclass(frozen=True, slots=True)
class Case:
    """A screening and what the laboratory makes of the item."""

    banner: str
    names: tuple[str, ...]
    form: str
    substances: tuple[Substance, ...]
    outcome: str
    fates: tuple[str, ...] = ()
    """What a supervisor decides of each displayed name."""
    method: str = DIRECT
    message: str = ""
    language: str = ""
    ended: str = "completed"
    again: bool = False
    """The first attempt gave nothing; this is what the second one on the same item displayed."""
    examined: str = "examined"
    weight: int = 1


def _lab(name: str, amount: str = "", uncertainty: str = "", form: str = "") -> Substance:
    return Substance(name, "identified", amount, uncertainty, form)


_SAME, _OTHER_FORM = "lab_same", "lab_same_substance_other_form"
_GONE, _CLASS, _UNSOUGHT = "lab_not_detected", "lab_same_class_only", "lab_not_looked_for"
_NONE_SEEN = Substance("controlled substances", "not_detected")
_FLUORESCENT = "Fluorescence too high. Try the Type H kit."

_AGREED = (
    Case("Alarm", ("Cocaine HCl",), "powder",
         (_lab("Cocaine", "71,4", "3,2", "hydrochloride"),), "agree", (_SAME,), weight=9),
    Case("Alarm", ("Cocaine base",), "rock", (_lab("Cocaine", "58.0", "2.9", "base"),),
         "agree", (_SAME,), weight=3),
    Case("Alarm", ("MDMA HCl",), "tablet", (_lab("MDMA", "34", "2", "hydrochloride"),),
         "agree", (_SAME,), weight=4),
    Case("Alarm", ("(±)-3,4-Methylenedioxymethamphetamine HCl",), "crystal",
         (_lab("MDMA", "83.1", "3.9", "hydrochloride"),), "agree", (_SAME,), weight=2),
    Case("Alarm", ("Amphetamine sulfate",), "paste", (_lab("Amphetamine", "11,8", "0,9"),),
         "agree", (_SAME,), weight=3),
    Case("Alarm", ("Methamphetamine HCl",), "crystal", (_lab("Methamphetamine", "79", "4"),),
         "agree", (_SAME,), weight=3),
    Case("Alarm", ("Ketamine HCl",), "crystal", (_lab("Ketamine", "88.5", "3.0"),),
         "agree", (_SAME,), weight=2),
    Case("Alarm", ("Δ9-THC",), "oil", (_lab("Δ9-tetrahydrocannabinol", "62", "5"),),
         "agree", (_SAME,), SERS, weight=2),
    Case("Warning", ("γ-butyrolactone",), "liquid", (_lab("gamma-Butyrolactone", ">95"),),
         "agree", (_SAME,), weight=2),
    Case("Warning", ("4-ANPP",), "powder", (_lab("4-ANPP (despropionyl fentanyl)"),),
         "agree", (_SAME,), weight=1),
    Case("Alarm", ("p-Fluorofentanyl",), "powder",
         (_lab("para-Fluorofentanyl", "1.9", "0.3"), _lab("Paracetamol")),
         "agree_plus_additional", (_SAME,), SERS),
    Case("Warning", ("1,4-Butanediol",), "liquid", (_lab("1,4-Butanediol"),), "agree", (_SAME,)),
    Case("Alarm", ("N,N-Dimethyltryptamine fumarate",), "crystal",
         (_lab("N,N-DMT", form="fumarate"),), "agree", (_SAME,)),
    Case("Alarm", (LONG_NAME,), "powder", (_lab("MDPV", "90", "4", "hydrochloride"),),
         "agree", (_SAME,)),
    Case("Узбуна", ("Кокаин хидрохлорид",), "powder",
         (_lab("Cocaine", "66,0", "3,1", "hydrochloride"),), "agree", (_SAME,),
         language="Српски (ћирилица)", weight=2),
    Case("Alarm", ("Cocaine HCl", "Levamisole HCl"), "powder",
         (_lab("Cocaine", "44,2", "2,4"), _lab("Levamisole"), _lab("Phenacetin")),
         "agree_plus_additional", (_SAME, _SAME), weight=3),
    Case("Alarm", ("Heroin HCl", "6-Monoacetylmorphine", "Caffeine, anhydrous"), "powder",
         (_lab("Diacetylmorphine", "22,7", "1,8"), _lab("6-Monoacetylmorphine"),
          _lab("Caffeine"), _lab("Paracetamol")),
         "agree_plus_additional", (_OTHER_FORM, _SAME, _SAME), SERS, weight=2),
)  # fmt: skip

_DISAGREED = (
    Case("Alarm", ("Cocaine HCl",), "powder",
         (_lab("Paracetamol"), Substance("Fentanyl", "trace"),
          Substance("Cocaine", "not_detected")),
         "other_controlled_found", (_GONE,), SERS),
    Case("Alarm", ("α-PVP",), "crystal", (_lab("α-PHP", "91", "4"),),
         "other_controlled_found", (_CLASS,), weight=2),
    Case("Alarm", ("MDMA HCl", "Caffeine"), "tablet", (_lab("Caffeine", "41", "2"), _NONE_SEEN),
         "other_noncontrolled_found", (_GONE, _SAME)),
    Case("Alarm", ("Amphetamine sulfate",), "powder", (_NONE_SEEN,), "nothing_found", (_GONE,)),
    Case("Clear", ("Mannitol",), "powder",
         (Substance("Fentanyl", "identified", "0,4", "0,1"), _lab("Mannitol")),
         "field_none_lab_found", (_SAME,)),
    Case("Alarm", ("Ketamine HCl", "=> mixture, see list (2/3)"), "powder",
         (_lab("2-Fluorodeschloroketamine"), _lab("Ketamine", "12", "1")),
         "partly_agree", (_SAME, _UNSOUGHT)),
    Case("Alarm", ("Methamphetamine HCl",), "powder", (_lab("Cocaine", "70", "3"),),
         "link_disputed", ("not_comparable",)),
    Case("Alarm", ("Heroin HCl",), "powder", (Substance("Diacetylmorphine", "inconclusive"),),
         "lab_inconclusive", ("not_comparable",), SOLUTION),
)  # fmt: skip

_NOT_EXAMINED = (
    Case("Alarm", ("Cocaine base",), "residue", (), "not_analysed", ("not_comparable",),
         examined="insufficient"),
)  # fmt: skip

_CLEAR = (
    Case("Clear", ("Lactose monohydrate",), "powder", (_lab("Lactose"), _NONE_SEEN),
         "field_none_lab_none", (_SAME,), weight=4),
    Case("Clear", ("Caffeine", "Paracetamol"), "tablet", (_lab("Caffeine"), _lab("Paracetamol")),
         "field_none_lab_none", (_SAME, _SAME), weight=3),
    Case("Clear", ("Sodium bicarbonate",), "powder", (_NONE_SEEN,),
         "field_none_lab_none", (_UNSOUGHT,), weight=3),
    Case("Clear", ("=Creatine monohydrate",), "powder", (_NONE_SEEN,),
         "field_none_lab_none", (_UNSOUGHT,)),
    Case("Чисто", ("Кофеин",), "powder", (_lab("Caffeine"),), "field_none_lab_none", (_SAME,),
         language="Српски (ћирилица)"),
    Case("Καθαρό", ("Καφεΐνη, άνυδρη",), "powder", (_lab("Caffeine"),), "field_none_lab_none",
         (_SAME,), language="Ελληνικά"),
    Case("Clear", (), "liquid", (), "not_analysed", examined="not_selected"),
)  # fmt: skip

_INCONCLUSIVE = (
    Case("Inconclusive", (), "powder", (_lab("Diacetylmorphine", "14,9", "1,3"),),
         "field_inconclusive_lab_found", message=_FLUORESCENT, weight=4),
    Case("Inconclusive", (), "resin", (_lab("Cannabis resin"),), "field_inconclusive_lab_found",
         message=_FLUORESCENT, weight=3),
    Case("Inconclusive", (), "herbal", (_NONE_SEEN,), "field_inconclusive_lab_none",
         message="Signal too weak.", weight=3),
    Case("Scan aborted", (), "tablet", (_lab("Alprazolam"),), "field_inconclusive_lab_found",
         ended="aborted", message="Lid opened."),
    Case("Alarm", ("Heroin HCl",), "powder", (_lab("Diacetylmorphine", "19,0", "1,6"),), "agree",
         (_SAME,), SERS, again=True, weight=3),
    Case("Alarm", ("Cocaine base", "Phenacetin"), "paste",
         (_lab("Cocaine", "38", "2", "base"), _lab("Phenacetin")), "agree", (_SAME, _SAME), SERS,
         again=True, weight=2),
)  # fmt: skip

CASES = (*_AGREED, *_DISAGREED, *_NOT_EXAMINED, *_CLEAR, *_INCONCLUSIVE)

FIRST_ATTEMPT = Case("Inconclusive", (), "powder", (), "field_inconclusive_lab_found",
                     message=_FLUORESCENT)  # fmt: skip
"""What the analyser displayed before somebody tried again."""

REASONS = {
    "agree": "The report names the substance that the analyser displayed.",
    "agree_plus_additional": "The report names what was displayed, and more beside it.",
    "partly_agree": "One of the displayed lines has its counterpart in the report.",
    "other_controlled_found": "The report names another controlled substance.",
    "other_noncontrolled_found": "The report names substances that are not controlled.",
    "nothing_found": "The laboratory found nothing of what was displayed.",
    "field_none_lab_found": "The analyser displayed no alarm; the report names a substance.",
    "field_none_lab_none": "Neither the analyser nor the laboratory named a controlled substance.",
    "field_inconclusive_lab_found": "The analyser named nothing; the report does.",
    "field_inconclusive_lab_none": "The analyser named nothing, nor does the report.",
    "lab_inconclusive": "The laboratory cannot say; the item is used up.",
    "not_analysed": "The laboratory did not examine the item.",
    "link_disputed": "The bag in the report bears another seal number than the record.",
}
CAUSES = {
    "other_controlled_found": "library gap",
    "field_none_lab_found": "mixture, below what the method can see",
    "field_inconclusive_lab_found": "fluorescence",
    "link_disputed": "sample mix-up",
}
