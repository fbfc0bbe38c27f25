// Units by name, as far as this browser knows the registry.

import { registry } from "../store/cache.ts";

export function unitName(unit: string): string {
  return registry.value.units.find((row) => row.unit === unit)?.name ?? "";
}
