/** The page to sign in at; elsewhere the same form is shown in place of a list. */
import type { JSX } from "preact";
import { SignInForm } from "../../forms/sign_in.tsx";
import { go } from "../../platform/router.ts";

export default function SignIn(): JSX.Element {
  return <SignInForm onSignedIn={() => go("/")} />;
}
