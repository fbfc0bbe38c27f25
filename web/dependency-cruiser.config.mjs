// The floors of web/src as contracts, checked by `npm run check`: which folder may import which, and
// no circle. The import of a type counts: for a reader it ties two files together as any other does.

/** The folders of the page from the ground up; two on one floor do not know each other. */
const FLOORS = [
  ["platform"], ["i18n", "model"], ["store"], ["signing"], ["sync"], ["ui"], ["shown"], ["forms"],
  ["screens"], ["app"],
];

/** Code of ours: packages, texts and styles lie below everything. */
const OURS = "^(src|tests)/.*\\.tsx?$";

/**
 * Return the rule that a place imports these and nothing else of ours.
 *
 * @param {string} name
 * @param {string} from
 * @param {string[]} allowed
 * @param {string} comment
 * @returns {import("dependency-cruiser").IForbiddenRuleType}
 */
function only(name, from, allowed, comment) {
  return {
    name, comment, severity: "error", from: { path: from },
    to: { path: OURS, pathNot: allowed },
  };
}

const floors = FLOORS.flatMap((folders, height) => {
  const below = FLOORS.slice(0, height).flat();
  return folders.map((folder) => only(
    folder, `^src/page/${folder}/`, [`^src/page/(${[...below, folder].join("|")})/`, "^src/shared/"],
    `${folder}/ imports only shared/ and the floors below it: ${below.join(", ") || "none"}`));
});

/** @type {import("dependency-cruiser").IConfiguration} */
export default {
  forbidden: [
    ...floors,
    only("main", "^src/page/[^/]+$", [`^src/page/(${FLOORS.flat().join("|")})/`, "^src/shared/"],
      "main.tsx is above every floor of the page, and knows neither worker nor verifier"),
    {
      name: "no-floor", severity: "error", to: {},
      comment: "a new folder of the page gets its floor here first",
      from: { path: "^src/page/[^/]+/", pathNot: `^src/page/(${FLOORS.flat().join("|")})/` },
    },
    {
      name: "screens-apart", severity: "error",
      comment: "what two folders of screens share is lifted into shown/ or forms/",
      from: { path: "^src/page/screens/([^/]+)/" },
      to: { path: "^src/page/screens/", pathNot: "^src/page/screens/$1/" },
    },
    {
      name: "administration-apart", severity: "error",
      comment: "its subjects share administration/frame/ alone; first_run/ is above them all",
      from: { path: "^src/page/screens/administration/(?!first_run/)([^/]+)/" },
      to: {
        path: "^src/page/screens/administration/",
        pathNot: "^src/page/screens/administration/(frame|$1)/",
      },
    },
    only("shared", "^src/shared/", ["^src/shared/"],
      "shared/ is below page, worker and verifier, and knows none of them"),
    only("worker", "^src/worker/", ["^src/(shared|worker)/"],
      "the service worker runs apart from the page"),
    only("verifier", "^src/verifier/", ["^src/(shared|verifier)/"],
      "the verifier becomes one file for people who do not trust the app"),
    {
      name: "no-circle", severity: "error", from: {}, to: { circular: true },
      comment: "of two files that need each other, one is not understood without the other",
    },
  ],
  options: {
    tsPreCompilationDeps: true,
    doNotFollow: { path: "node_modules" },
    exclude: { path: "\\.json$" },
  },
};
