/** Where the screening was made: the unit's post, words, or a position fix. Never a blocker. */
import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { t } from "../../i18n/text.ts";
import { localMoment } from "../../platform/clock.ts";
import { unitName } from "../../store/registry.ts";
import { Button } from "../../ui/buttons.tsx";
import { SelectField, TextField } from "../../ui/fields.tsx";
import { Notice } from "../../ui/notice.tsx";
import { ownPost } from "./entry_carried.tsx";
import type { Coordinates, PlaceDraft } from "./entry_draft.ts";

type PlaceProps = { place: PlaceDraft; onPlace: (place: PlaceDraft) => void };

const WAIT_FOR_FIX = 20_000;

export function PlaceFields({ place, onPlace }: PlaceProps): JSX.Element {
  return (
    <fieldset class="stack">
      <legend class="field-label">{t("entry.place")}</legend>
      <SelectField
        label={t("entry.place_state")}
        value={place.unit ? "post" : place.state}
        options={[
          { value: "post", text: unitName(ownPost().unit) || t("entry.place_post") },
          { value: "recorded", text: t("entry.place_other") },
          { value: "pending", text: t("entry.place_pending") },
          { value: "not_recorded", text: t("entry.place_not_recorded") },
        ]}
        onChoose={(choice) => onPlace(placeFor(choice, place))}
      />
      {place.state === "recorded" && (
        <TextField
          verbatim
          label={t("entry.place_words")}
          value={place.words}
          onInput={(words) => onPlace({ ...place, words })}
        />
      )}
      <Position place={place} onPlace={onPlace} />
    </fieldset>
  );
}

function placeFor(choice: string, place: PlaceDraft): PlaceDraft {
  if (choice === "post") return ownPost();
  const state = choice as PlaceDraft["state"];
  return { ...(choice === "recorded" ? place : { words: "" }), state, unit: "" };
}

function Position({ place, onPlace }: PlaceProps): JSX.Element {
  const [failed, setFailed] = useState("");
  const [asking, setAsking] = useState(false);
  const ask = async (): Promise<void> => {
    setAsking(true);
    const fix = await takePosition();
    setAsking(false);
    setFailed(typeof fix === "string" ? fix : "");
    if (typeof fix !== "string") onPlace({ ...place, state: "recorded", coordinates: fix });
  };
  return (
    <>
      {place.coordinates && (
        <p class="small">
          {t("entry.position", { ...place.coordinates, fixed_at: place.coordinates.fixed_at })}
        </p>
      )}
      <Button busy={asking} onPress={() => void ask()}>
        {asking ? t("entry.position_asking") : t("entry.position_take")}
      </Button>
      {failed && (
        <Notice
          live="polite"
          title={failed === "denied" ? t("entry.position_denied") : t("entry.position_none")}
          next={t("entry.position_next")}
        />
      )}
    </>
  );
}

function takePosition(): Promise<Coordinates | "denied" | "none"> {
  return new Promise((resolve) => {
    navigator.geolocation.getCurrentPosition(
      (fix) => resolve(coordinatesOf(fix)),
      (problem) => resolve(problem.code === problem.PERMISSION_DENIED ? "denied" : "none"),
      { enableHighAccuracy: true, timeout: WAIT_FOR_FIX, maximumAge: 60_000 },
    );
  });
}

function coordinatesOf({ coords, timestamp }: GeolocationPosition): Coordinates {
  return {
    latitude: coords.latitude.toFixed(6),
    longitude: coords.longitude.toFixed(6),
    accuracy: coords.accuracy.toFixed(1),
    fixed_at: localMoment(new Date(timestamp)),
  };
}
