/** The two facts about the platform that change what the app may do. */

/** On iOS a tab loses its data after some idle days, and an installed app has another store. */
export function isIos(): boolean {
  const { userAgent, maxTouchPoints } = navigator;
  return /iPhone|iPad|iPod/.test(userAgent) || (/Macintosh/.test(userAgent) && maxTouchPoints > 1);
}

export function isInstalled(): boolean {
  const own = (navigator as { standalone?: boolean }).standalone;
  return own === true || matchMedia("(display-mode: standalone)").matches;
}
