import { type Parameter, schemaOf } from './parameters.js'
import { tlsParameters } from './resourceTypes.js'

/**
 * How a pane's client reaches a broker that is not ours. `proto_ver`, `keepalive` and those of TLS are called as in
 * EMQX's MQTT bridge, the rest as in its WebSocket tool.
 */
export const connectionParameters: readonly Parameter[] = [
  { name: 'transport', kind: 'enum', values: ['tcp', 'ws'], default: 'tcp' },
  { name: 'host', kind: 'string', required: true, default: '127.0.0.1', format: { pattern: /^\S+$/, example: 'host' } },
  { name: 'port', kind: 'number', default: 1883, range: [1, 65_535] },
  {
    name: 'path',
    kind: 'string',
    default: '/mqtt',
    format: { pattern: /^\/\S*$/, example: '/mqtt' },
    only: ['transport', 'ws']
  },
  { name: 'proto_ver', kind: 'enum', values: ['3.1.1', '5'], default: '3.1.1' },
  { name: 'username', kind: 'string', default: '' },
  { name: 'password', kind: 'password', default: '' },
  { name: 'keepalive', kind: 'number', default: 60, range: [0, 65_535] },
  // MQTT 5 ends a session with its connection unless it is told how long to keep it [MQTT5 3.1.2.11.2]; EMQX's two hours.
  { name: 'session_expiry', kind: 'number', default: 7200, range: [0, 4_294_967_295], only: ['proto_ver', '5'] },
  // Unlike a resource, which is mostly next door, a broker may be far away: whom we talk to is checked.
  ...tlsParameters.map((parameter) => (parameter.name === 'verify' ? { ...parameter, default: true } : parameter))
]

export const connectionConfigSchema = schemaOf(connectionParameters)
