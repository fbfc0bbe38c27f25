/** The foot of the form: what would be saved, the comparison with the screen, Save. */
import type { ComponentChildren, JSX } from "preact";
import { t, tOr, tWith, type Key } from "../../i18n/text.ts";
import { Button } from "../../ui/buttons.tsx";
import { Check } from "../../ui/fields.tsx";
import { Verbatim } from "../../ui/verbatim.tsx";
import { placeText } from "./entry_carried.tsx";
import type { Draft } from "./entry_draft.ts";
import { fieldId, type FormProps } from "./entry_fields.ts";
import { namedFindings } from "./entry_parts.ts";

type StripProps = Pick<FormProps, "draft" | "update" | "missing"> & {
  saveText: string;
  saving: boolean;
  problem: ComponentChildren;
  onSave: () => void;
};

export function EntryStrip(props: StripProps): JSX.Element {
  const { draft, update, missing } = props;
  return (
    <div class="strip">
      <ReadBack draft={draft} />
      <Check
        id={fieldId("compared")}
        label={t("entry.compared")}
        checked={draft.compared}
        invalid={missing.includes("compared")}
        onChange={(compared) => update({ compared })}
      />
      <div role="alert">
        {missing.length > 0 && (
          <p class="missing">
            {t("entry.still_missing", {
              fields: missing.map((name) => t(`entry.short.${name}`)).join(", "),
            })}
          </p>
        )}
      </div>
      {props.problem}
      <Button kind="primary" block extra="save" busy={props.saving} onPress={props.onSave}>
        {props.saving ? t("entry.saving") : props.saveText}
      </Button>
    </div>
  );
}

/** The sentence that will be signed, so that it can be compared with the instrument's screen. */
export function ReadBack({ draft }: { draft: Draft }): JSX.Element {
  const names = namedFindings(draft).map((finding) => finding.name.text);
  const banner = draft.banner.text ? <Verbatim text={draft.banner.text} /> : <Blank />;
  return (
    <div class="readback">
      <p>
        {tWith("entry.readback", {
          banner,
          colour: colourText(draft) || <Blank />,
          findings: findingsText(draft, names),
          number: <Verbatim text={draft.number} />,
          form: draft.form ? tOr(`word.form.${draft.form}`, draft.form) : <Blank />,
        })}
      </p>
      <Around draft={draft} />
    </div>
  );
}

/** What is signed without having been touched: all of it must be seen. */
function Around({ draft }: { draft: Draft }): JSX.Element {
  const papers = draft.references.filter((row) => row.text !== "");
  const around = {
    outcome: t(`entry.outcome_${draft.outcome}` as Key),
    place: <span translate={false}>{placeText(draft.place)}</span>,
  };
  return (
    <p class="small">
      {tWith("entry.readback_around", around)}{" "}
      {papers.length > 0 &&
        tWith("entry.readback_papers", {
          papers: <Verbatim text={papers.map((row) => row.text).join("; ")} />,
        })}
    </p>
  );
}

function Blank(): JSX.Element {
  return <span class="blank">…</span>;
}

function colourText(draft: Draft): string {
  if (draft.colour === "not_shown") return t("entry.no_colour");
  if (draft.colour === "other") return draft.texts.colour_words ?? t("word.other");
  return draft.colour && tOr(`word.${draft.colour}`, draft.colour);
}

function findingsText(draft: Draft, names: string[]): JSX.Element | string {
  if (draft.none) return t("entry.no_findings");
  if (!names.length) return <Blank />;
  return (
    <strong>
      {names.map((name, rank) => (
        <>
          {rank > 0 && "; "}
          <Verbatim text={name} />
        </>
      ))}
    </strong>
  );
}
