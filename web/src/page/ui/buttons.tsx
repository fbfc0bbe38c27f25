/** Buttons and the links that look like them. None is ever disabled: it says what is missing. */
import type { ComponentChildren, JSX } from "preact";

type Looks = {
  kind?: "primary" | "quiet" | "danger" | "plain" | undefined;
  block?: boolean | undefined;
};

type ButtonProps = Looks & {
  children: ComponentChildren;
  onPress?: (() => void) | undefined;
  type?: "button" | "submit" | undefined;
  busy?: boolean | undefined;
  id?: string | undefined;
  label?: string | undefined;
  extra?: string | undefined;
};

export function Button(props: ButtonProps): JSX.Element {
  return (
    <button
      type={props.type ?? "button"}
      id={props.id}
      class={classOf(props, props.extra)}
      aria-busy={props.busy ? "true" : undefined}
      aria-label={props.label}
      onClick={() => !props.busy && props.onPress?.()}
    >
      {props.children}
    </button>
  );
}

type LinkProps = Looks & { to: string; children: ComponentChildren; extra?: string | undefined };

export function ButtonLink(props: LinkProps): JSX.Element {
  return (
    <a href={`#${props.to}`} class={classOf(props, props.extra)}>
      {props.children}
    </a>
  );
}

function classOf({ kind = "quiet", block }: Looks, extra = ""): string {
  return `btn ${kind}${block ? " block" : ""} ${extra}`.trim();
}

/** A few exclusive settings side by side, each one tap away. */
export function Segments<T extends string>(props: {
  label: string;
  value: T;
  options: readonly {
    value: T;
    text: string;
    name?: string | undefined;
    lang?: string | undefined;
  }[];
  onChoose: (value: T) => void;
}): JSX.Element {
  return (
    <div class="segments" role="group" aria-label={props.label}>
      {props.options.map((option) => (
        <button
          type="button"
          key={option.value}
          lang={option.lang}
          aria-pressed={option.value === props.value ? "true" : "false"}
          aria-label={option.name}
          onClick={() => props.onChoose(option.value)}
        >
          {option.text}
        </button>
      ))}
    </div>
  );
}
