// What a client sees of the end of a station: killed without warning, and stopped in good order.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { LIMIT, open, stations, system, value } from './stations.js';
import { Recording } from './subscription.js';

const SERVICE_LEVEL = 'i=2267';
const STATE = 'i=2259';
const SECONDS_TILL_SHUTDOWN = 'i=2992';
const SHUTDOWN_REASON = 'i=2993';
const REDUNDANT_SERVERS = 'i=11313';
const RUNNING = 0;
const SHUTDOWN = 4;

const [castor, pollux] = stations;

test('a killed station is not shown as healthy by the other, which leads', { timeout: 2 * LIMIT }, async () => {
  const { session, client, close } = await open(pollux);
  const recording = await Recording.start(session);
  await recording.watch([REDUNDANT_SERVERS, SERVICE_LEVEL, system('@RM_MASTER')], { samplingInterval: 0 });
  const last = (id) => recording.values(id).at(-1);
  await recording.until('both are healthy', () => last(REDUNDANT_SERVERS)?.every((each) => each.serviceLevel >= 200));

  process.kill(castor.pid, 'SIGKILL');

  await recording.until('POLLUX leads', () => last(system('@RM_MASTER')) === true && last(SERVICE_LEVEL) === 255);
  await recording.until('CASTOR is not healthy', () => last(REDUNDANT_SERVERS)[0].serviceLevel === 0);
  const [dead, alive] = await value(session, REDUNDANT_SERVERS);
  assert.equal(dead.serverId, 'urn:pollux:waterworks:CASTOR');
  assert.notEqual(dead.serverState, RUNNING);
  assert.deepEqual([alive.serverId, alive.serviceLevel, alive.serverState], ['urn:pollux:waterworks:POLLUX', 255, RUNNING]);
  assert.equal((await value(session, 'i=11314')).length, 2, 'the set still has two members');
  assert.ok((await client.findServers()).length >= 1);
  await recording.stop();
  await close();
});

test('a station that is stopped says so before it closes the connection', { timeout: 2 * LIMIT }, async () => {
  const { session, client, close } = await open(pollux);
  const lost = new Promise((resolve) => client.once('connection_lost', resolve));
  const recording = await Recording.start(session);
  const watched = [SERVICE_LEVEL, STATE, SECONDS_TILL_SHUTDOWN, SHUTDOWN_REASON];
  await recording.watch(watched, { samplingInterval: 0 });
  await recording.until('the first values', () => watched.every((id) => recording.of(id).length > 0));
  assert.deepEqual(recording.values(SERVICE_LEVEL), [255]);

  process.kill(pollux.pid, 'SIGTERM');
  await lost;

  assert.deepEqual(recording.values(SERVICE_LEVEL), [255, 0]);
  assert.deepEqual(recording.values(STATE), [RUNNING, SHUTDOWN]);
  assert.match(recording.values(SHUTDOWN_REASON).at(-1).text, /POLLUX is being stopped/);
  await close();
});
