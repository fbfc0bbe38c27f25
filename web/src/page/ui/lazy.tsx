/** Screens that arrive when they are opened. Kept by the service worker, so also without network;
 *  only a first visit that loses its network half-way sees the failure. */
import type { ComponentType, JSX } from "preact";
import { useEffect, useState } from "preact/hooks";
import { speakWhole } from "../i18n/language.ts";
import { t } from "../i18n/text.ts";
import { Button } from "./buttons.tsx";
import { Loading } from "./loading.tsx";
import { Notice } from "./notice.tsx";

export function lazy<Props extends object>(
  load: () => Promise<{ default: ComponentType<Props> }>,
): (props: Props) => JSX.Element {
  let ready: ComponentType<Props> | undefined;
  return function Lazy(props: Props) {
    const [screen, setScreen] = useState<{ is: ComponentType<Props> | undefined }>({ is: ready });
    const [failed, setFailed] = useState(false);
    useEffect(() => {
      if (ready) return;
      void Promise.all([load(), speakWhole()]).then(
        ([module]) => {
          ready = module.default;
          setScreen({ is: ready });
        },
        () => setFailed(true),
      );
    }, []);
    if (failed) return <NotLoaded />;
    return screen.is ? <screen.is {...props} /> : <Loading />;
  };
}

function NotLoaded(): JSX.Element {
  return (
    <Notice live="assertive" title={t("shell.not_loaded")} next={t("shell.not_loaded_next")}>
      <Button onPress={() => location.reload()}>{t("shell.reload")}</Button>
    </Notice>
  );
}
