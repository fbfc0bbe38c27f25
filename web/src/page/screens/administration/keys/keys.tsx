/** Keys: whose, on which browser, since when, last contact; revoke with a reason, by signature. */
import { useSignal } from "@preact/signals";
import type { JSX } from "preact";
import { useSaving } from "../../../forms/saving.ts";
import { Verdict } from "../../../forms/verdict.tsx";
import { momentText } from "../../../i18n/dates.ts";
import { t } from "../../../i18n/text.ts";
import { identity } from "../../../store/identity.ts";
import { Button, ButtonLink } from "../../../ui/buttons.tsx";
import {
  type KeyRow, keyState, known, mayRevoke, maySign, personName, speaks,
} from "../frame/known.ts";
import { Listing, type Told } from "../frame/listing.tsx";
import { Section } from "../frame/section.tsx";
import { shortKey } from "../frame/words.ts";
import { RevokeKey } from "./revoke_key.tsx";

export default function Keys(): JSX.Element {
  const open = useSignal<KeyRow | null>(null);
  const saver = useSaving();
  const { keys } = known();
  const start = (row: KeyRow): void => {
    saver.forget();
    open.value = row;
  };
  return (
    <Section name="keys" verdict={<Verdict saving={saver.saving} />}>
      <Listing
        caption={t("admin.keys.title")}
        rows={keys}
        keyOf={(row) => row.key}
        columns={columns(start)}
        empty={{
          title: "admin.keys.empty", next: "admin.keys.empty_next",
          children: <ButtonLink to="/admin/invites">{t("admin.tab.invites")}</ButtonLink>,
        }}
        search={{ label: "admin.keys.search", texts: (row) => [personName(row.person), row.key] }}
      />
      {open.value && (
        <RevokeKey key={open.value.key} row={open.value} saver={saver}
          close={() => (open.value = null)} />
      )}
    </Section>
  );
}

function columns(revoke: (row: KeyRow) => void): Told<KeyRow>[] {
  return [
    { key: "person", head: t("admin.keys.person"), cell: personCell },
    {
      key: "browser", head: t("admin.keys.browser"),
      cell: (row) => (
        <>
          {t(`admin.browser.${row.browser}`)}
          {row.key === identity.value?.key && <span class="under">{t("admin.keys.this")}</span>}
        </>
      ),
    },
    { key: "enrolled", head: t("admin.keys.enrolled"), cell: (row) => momentText(row.enrolled) },
    {
      key: "contact", head: t("admin.keys.last_contact"),
      cell: (row) => (row.last_contact ? momentText(row.last_contact) : t("admin.keys.never")),
    },
    { key: "seq", head: t("admin.keys.last_seq"), cell: (row) => row.last_seq },
    {
      key: "state", head: t("admin.keys.state"),
      cell: (row) => t(`admin.keys.${keyState(row)}`, { at: momentText(row.revoked) }),
    },
    {
      key: "revoke", head: "",
      cell: (row) => maySign() && speaks(row) && mayRevoke(row) && (
        <RevokeButton row={row} onPress={() => revoke(row)} />
      ),
    },
  ];
}

function RevokeButton({ row, onPress }: { row: KeyRow; onPress: () => void }): JSX.Element {
  const label = `${t("admin.keys.revoke")}: ${personName(row.person)}, ${shortKey(row.key)}`;
  return (
    <Button kind="danger" label={label} onPress={onPress}>
      {t("admin.keys.revoke")}
    </Button>
  );
}

function personCell(row: KeyRow): JSX.Element {
  return (
    <>
      {personName(row.person)}
      <code class="under">{shortKey(row.key)}</code>
    </>
  );
}
