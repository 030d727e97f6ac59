// Who may send what. A command is published under the role of its sender, `haidang/v1/<gateway>/command/<role>/<name>`,
// and the broker decides by its access list who may publish under which role: the gateway believes the topic, because
// only the broker knows who is connected. Each role may do what those before it may. An example of an access list stands
// in config/contract/README.md.
import type { CommandName } from './args.ts';

/** From the least to the most. */
export const roles = ['viewer', 'operator', 'maintainer', 'config'] as const;
export type Role = (typeof roles)[number];

/** The least role that may send it. */
const least: Readonly<Record<CommandName, Role>> = {
  'gateway.ping': 'viewer',
  'gateway.status': 'viewer',
  'point.read': 'viewer',
  // Pictures show people: not for everyone who may look at figures.
  'camera.snapshot': 'operator',
  'media.fetch': 'operator',
  'history.fetch': 'operator',
  'alarm.ack': 'operator',
  'alarm.shelve': 'operator',
  'lamp.set': 'operator',
  'lamp.release': 'operator',
  'lamp.emergency': 'operator',
  'lamp.mode': 'maintainer',
  'point.write': 'maintainer',
  'drain.set': 'maintainer',
  'config.apply': 'config',
  'config.rollback': 'config',
};

/** The least role that may send it. */
export const roleOf = (name: CommandName): Role => least[name];

/** Whether one role may do what another may. */
export const includes = (role: Role, needed: Role): boolean => roles.indexOf(role) >= roles.indexOf(needed);

/** The role under which a name is published where nobody says another. */
export function usualRole(name: string): Role {
  return Object.hasOwn(least, name) ? roleOf(name as CommandName) : 'viewer';
}
