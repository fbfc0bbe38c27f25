/** The keys of the catalogue as a type, so that a missing text does not compile. English decides;
 *  a test compares keys and placeholders of the other languages with it. */
import type entry from "../../../locales/en/entry.json";
import type more from "../../../locales/en/entry_more.json";
import type evidence from "../../../locales/en/evidence.json";
import type parts from "../../../locales/en/parts.json";
import type phone from "../../../locales/en/phone.json";
import type problem from "../../../locales/en/problem.json";
import type retention from "../../../locales/en/retention.json";
import type shell from "../../../locales/en/shell.json";
import type state from "../../../locales/en/state.json";
import type word from "../../../locales/en/word.json";

type Entry = keyof typeof entry | keyof typeof more;
type Phone = Entry | keyof typeof phone | keyof typeof state;
type Common = keyof typeof parts | keyof typeof shell | keyof typeof word | keyof typeof problem;
/** Prefixes whose keys are made from vocabulary words or from codes: checked by the test alone. */
type Made = `${"record" | "desk" | "admin" | "first_run" | "view" | "outcome" | "lab"}.${string}`;
type Retention = keyof typeof retention | keyof typeof evidence;
type Registered = `${"unit" | "role" | "territory" | "review"}.${string}`;

export type Key = Phone | Common | Made | Registered | Retention;
