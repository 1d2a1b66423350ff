// A pair without unsecured endpoints, before it trusts the client: it tells where and how to connect, and nothing else.
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { promisify } from 'node:util';
import { CreateSessionRequest, MessageSecurityMode } from 'node-opcua-client';
import { connect, ENCRYPT, LIMIT, onBoth, refused, SIGN, user } from './stations.js';

onBoth('tells a stranger which endpoints there are', async (station) => {
  const client = await connect(`${station.url}/discovery`);
  const endpoints = await client.getEndpoints();
  const servers = await client.findServers();
  await client.disconnect();

  assert.deepEqual(
    endpoints.map((each) => MessageSecurityMode[each.securityMode]),
    ['Sign', 'SignAndEncrypt'],
  );
  assert.equal(servers.length, 2);
});

onBoth('gives no session where it answers discovery only', async (station) => {
  const discovery = { url: `${station.url}/discovery` };

  await refused(discovery, { identity: user('operator') }, /End point must exist/);

  // The client has seen by itself that no such endpoint is offered; asked all the same, the station says no too.
  const client = await connect(discovery.url);
  const request = new CreateSessionRequest({
    endpointUrl: discovery.url,
    sessionName: 'without security',
    clientNonce: randomBytes(32),
    requestedSessionTimeout: LIMIT,
  });
  const answer = promisify(client.performMessageTransaction).call(client, request);
  await assert.rejects(answer, /BadNotImplemented|BadServiceUnsupported/);
  await client.disconnect();
});

for (const [title, security] of Object.entries({ Sign: SIGN, SignAndEncrypt: ENCRYPT })) {
  onBoth(`turns away a certificate that it does not know, with ${title}`, async (station) => {
    await refused(station, { security, identity: user('operator') }, /rejected by server/);
  });
}
