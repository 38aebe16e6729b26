import { expect, test } from 'vitest';
import { ephemeralPorts } from '../chaos/ephemeral-ports.ts';
import { refuseEphemeralPorts } from './ephemeral-edges.ts';

const edgeOn = (port: number | null) => ({
  file: '/p/target.ts',
  edges: [{ name: 'api->db', from: 'api', to: 'db', port, adopt: null }],
});

test('a port that an outgoing connection could take is refused, before anything starts', async () => {
  const { first, last } = await ephemeralPorts();
  await expect(refuseEphemeralPorts(edgeOn(first))).rejects.toMatchObject({
    exitCode: 2,
    problems: [
      {
        message: `ports: api->db cannot listen on ${first} safely: outgoing connections get ports from ${first} to ${last}`,
        place: { file: '/p/target.ts' },
        hint: `choose one below ${first}`,
      },
    ],
  });
  await expect(refuseEphemeralPorts(edgeOn(first - 1))).resolves.toBeUndefined();
  await expect(refuseEphemeralPorts(edgeOn(null))).resolves.toBeUndefined();
});
