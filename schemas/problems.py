"""The one registry of problems: stable codes, sentences an officer understands, what to do next.

HTTP answers (RFC 9457), verdict codes, the client's types and `docs/problems.md` all come from
here. A retired code stays listed with `retired=True` and is never given another meaning.
"""

from dataclasses import dataclass

from schemas.stamp import Verdict


@dataclass(frozen=True, slots=True)
class Problem:
    """`status` is the HTTP status when it travels as an answer of its own, else 200."""

    code: str
    status: int
    sentence: str
    next_step: str
    retired: bool = False


_KEPT = "Your text is kept on this device."

# Malformed lines: not logged, kept by the browser and in the dead-letter table.
_MALFORMED = (
    Problem("line_not_json", 200, "The line is not readable as one JSON object.",
            "Keep the rescue file and send it to the operator."),
    Problem("line_invalid", 200, "The line does not have the members an entry has.",
            "Update the app, then send again."),
    Problem("line_too_long", 200, "The line is longer than an entry may be.",
            "Shorten the note and record again; the long record stays on this device."),
    Problem("header_not_canonical", 200, "The signed header is not in canonical form.",
            "Update the app, then send again."),
    Problem("header_invalid", 200, "The signed header does not have the members it must have.",
            "Update the app, then send again."),
    Problem("logbook_other", 200, "The entry belongs to another logbook.",
            "Check which logbook this device is enrolled in."),
    Problem("key_unknown", 200, "The server does not know the key that signed this.",
            "The app sends its enrolment first; if this stays, ask for a new invite."),
    Problem("signature_invalid", 200, "The signature does not fit the entry and its key.",
            "Keep the rescue file and send it to the operator."),
    Problem("part_missing", 200, "A part that the header names is not there.",
            "Send again; if this stays, keep the rescue file."),
    Problem("part_unnamed", 200, "A part is there that the header does not name.",
            "Send again; if this stays, keep the rescue file."),
    Problem("part_mismatch", 200, "A part does not fit the hash in the signed header.",
            "Keep the rescue file and send it to the operator."),
    Problem("part_not_canonical", 200, "A part is not in canonical form.",
            "Update the app, then send again."),
)  # fmt: skip

# Quarantined entries: logged and kept aside.
_QUARANTINED = (
    Problem("kind_unknown", 200, "The server does not know this kind of entry yet.",
            "It is stored. It counts once the server is updated and a supervisor releases it."),
    Problem("part_invalid", 200, "A part does not have the members its kind asks for.",
            "It is stored. A supervisor decides."),
    Problem("key_revoked", 200, "The key that signed this was not valid when this arrived.",
            "It is stored. A supervisor decides."),
    Problem("rotation_invalid", 200, "The renewal of a key does not fit the keys it names.",
            "It is stored. Ask for a new invite."),
    Problem("permission_missing", 200, "The signer may not write this kind of entry.",
            "It is stored. A supervisor decides."),
    Problem("follows_unknown", 200, "The entry builds on one that the log does not hold.",
            "It is stored. A supervisor decides."),
    Problem("follows_other", 200, "The entry does not fit the record it builds on.",
            "It is stored. A supervisor decides."),
    Problem("subject_taken", 200, "A record with this number exists already.",
            "It is stored. A supervisor decides."),
    Problem("part_not_erasable", 200, "A part named in the order is one that always stays.",
            "It is stored. Order the erasure of other parts."),
)  # fmt: skip

_ANSWERS = (
    # Transport.
    Problem("too_large", 413, "What was sent is larger than one push may be.",
            f"The app sends fewer records at a time. {_KEPT}"),
    Problem("not_ndjson", 415, "What was sent is not in the format of a push.",
            f"Update the app. {_KEPT}"),
    Problem("body_unreadable", 400, "What was sent could not be read.",
            f"Send again. {_KEPT}"),
    Problem("outcome_unknown", 503, "It is not known whether the server stored this.",
            "The app sends the same records again; nothing is stored twice."),
    Problem("busy", 503, "The server has too much to do just now.",
            "The app tries again by itself."),
    Problem("storage_full", 507, "The server's disk is full.",
            f"Tell the operator. {_KEPT}"),
    Problem("read_only", 503, "The logbook is read-only until the operator has looked at it.",
            f"Tell the operator. {_KEPT}"),
    # Requests.
    Problem("request_invalid", 422, "The request does not have the values it must have.",
            f"Correct the marked field. {_KEPT}"),
    Problem("report_unavailable", 501, "This server cannot print a report.",
            "Take the evidence file; the operator can install what the report needs."),
    Problem("not_found", 404, "There is no such record, or it is not yours to see.",
            "Check the number, or ask your supervisor."),
    Problem("method_not_allowed", 405, "This address does not take that kind of request.",
            "Update the app."),
    Problem("not_permitted", 403, "Your role does not include this.",
            "Ask your administrator if it should."),
    Problem("signed_out", 401, "You are not signed in.", f"Sign in again. {_KEPT}"),
    Problem("origin_foreign", 403, "The request came from another site.",
            "Open the app at its own address."),
    Problem("cursor_invalid", 400, "The place to continue reading from is not valid.",
            "The app reads again from the beginning."),
    Problem("logbook_unknown", 404, "This installation has no such logbook.",
            "Check the address on the invite."),
    # People.
    Problem("invite_unknown", 404, "There is no such invite.",
            "Check the number, or ask for a new invite."),
    Problem("invite_expired", 410, "The invite has expired.",
            "Ask for a new invite."),
    Problem("invite_used", 410, "The invite has been used.",
            "If it was not you, tell your administrator at once; else ask for a new invite."),
    Problem("invite_cancelled", 410, "The invite has been cancelled.",
            "Ask for a new invite."),
    Problem("invite_code_wrong", 403, "The code does not fit the invite.",
            "Type it again; five wrong codes close the invite."),
    Problem("invite_locked", 403, "Five wrong codes were typed for this invite.",
            "Compare the six digits on both screens with your administrator."),
    Problem("invite_other_browser", 422, "The invite is for the other sort of browser.",
            "Open it where it is meant for, or ask for a new invite."),
    Problem("fingerprint_wrong", 422, "The six digits are not those of the waiting browser.",
            "Read them from its screen once more. If they differ, do not approve."),
    Problem("key_taken", 409, "This key is enrolled already.",
            "Reload the app; if this stays, ask for a new invite."),
    Problem("proof_of_key_invalid", 422, "The browser did not prove that it holds its key.",
            "Reload the app and try again."),
    Problem("sign_in_failed", 401, "The name or the password is not right.",
            "Try again, or ask your administrator for a one-time code."),
    Problem("too_many_tries", 429, "Too many tries.", "Wait a few minutes, then try again."),
    Problem("password_too_short", 422, "A password has at least 15 characters.",
            "Use a few words that only you would put together."),
    Problem("password_common", 422, "That password is too easy to guess.",
            "Use a few words that only you would put together."),
    Problem("sign_in_name_taken", 409, "That sign-in name is taken.", "Choose another one."),
    Problem("code_wrong", 403, "The one-time code is not right or has expired.",
            "Ask your administrator for a new one."),
    Problem("nonce_unknown", 401, "The challenge has expired.", "The app tries again by itself."),
    Problem("person_inactive", 403, "This person's account has been closed.",
            "Records already made here can still be sent. Ask your administrator."),
    Problem("internal", 500, "The server made a mistake.",
            f"Try again; tell the operator the number below. {_KEPT}"),
)  # fmt: skip

PROBLEMS: dict[str, Problem] = {
    problem.code: problem for problem in (*_MALFORMED, *_QUARANTINED, *_ANSWERS)
}
VERDICTS: dict[str, Verdict] = {
    **{problem.code: Verdict.MALFORMED for problem in _MALFORMED},
    **{problem.code: Verdict.QUARANTINED for problem in _QUARANTINED},
}
"""What becomes of a line with this code. Every other code is an HTTP answer of its own."""


class VerbatimError(Exception):
    """Cannot continue: carries a code of the registry. Expected outcomes are values instead."""

    def __init__(self, code: str, detail: str = "") -> None:
        """Refer to the problem `code`; `detail` is for the reader and holds no personal data."""
        super().__init__(f"{code}: {detail}" if detail else code)
        self.problem = PROBLEMS[code]
        self.detail = detail
