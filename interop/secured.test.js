// A pair without unsecured endpoints that trusts the client: who may come in, and what each role may do.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { AttributeIds, DataType, MessageSecurityMode } from 'node-opcua-client';
import {
  ENCRYPT,
  eventually,
  HISTORY_READ,
  LIMIT,
  onBoth,
  open,
  other,
  READ,
  refused,
  SIGN,
  stations,
  system,
  tag,
  user,
  value,
  withSession,
  WRITE,
  write,
} from './stations.js';
import { Recording } from './subscription.js';

const SERVICE_LEVEL = 'i=2267';
const MASTER = system('@RM_MASTER');

const supervisors = new Map();
before(async () => {
  for (const station of stations) {
    supervisors.set(station, await open(station, { security: ENCRYPT, identity: user('supervisor') }));
  }
});
after(async () => {
  for (const each of supervisors.values()) {
    await each.close();
  }
});
const supervisorOn = (station) => supervisors.get(station).session;

for (const [title, security] of Object.entries({ Sign: SIGN, SignAndEncrypt: ENCRYPT })) {
  onBoth(`lets in a user with the right password with ${title}`, async (station) => {
    await withSession(station, { security, identity: user('operator') }, async (session, { client }) => {
      assert.equal(client.securityMode, MessageSecurityMode[title]);
      assert.equal(await value(session, system('@Current_User')), 'operator');
      assert.equal(typeof (await value(session, tag('Plant.Counter'))), 'number');
    });
  });
}

onBoth('refuses a wrong password, an unknown user and an anonymous one', async (station) => {
  const asIdentity = (identity) => ({ security: ENCRYPT, identity });

  await refused(station, asIdentity({ ...user('operator'), password: 'guess' }), /BadUserAccessDenied/);
  await refused(station, asIdentity({ ...user('operator'), userName: 'nobody' }), /BadUserAccessDenied/);
  await refused(station, asIdentity(undefined), /BadIdentityTokenRejected/);
});

onBoth('has no unsecured endpoint', async (station) => {
  await refused(station, { identity: user('operator') }, /End point must exist/);
});

onBoth('lets an observer read and not write', async (station) => {
  await withSession(station, { security: ENCRYPT, identity: user('observer') }, async (session) => {
    const setpoint = tag('Plant.RoomSetpoint');

    assert.equal(await value(session, setpoint, AttributeIds.UserAccessLevel), READ | HISTORY_READ);
    assert.equal(await write(session, setpoint, DataType.Float, 20), 'BadUserAccessDenied');
    assert.equal(await write(session, MASTER, DataType.Boolean, true), 'BadUserAccessDenied');
  });
});

onBoth('lets an operator write and not switch over', async (station) => {
  await withSession(station, { security: SIGN, identity: user('operator') }, async (session) => {
    const wanted = station.name === 'CASTOR' ? 17.5 : 18.5;

    assert.equal(
      await value(session, tag('Plant.RoomSetpoint'), AttributeIds.UserAccessLevel),
      READ | WRITE | HISTORY_READ,
    );
    assert.equal(await write(session, tag('Plant.RoomSetpoint'), DataType.Float, wanted), 'Good');
    await eventually(
      'the setpoint on the other station',
      () => value(supervisorOn(other(station)), tag('Plant.RoomSetpoint')),
      (now) => now === wanted,
    );
    assert.equal((await switchover(session, '')).statusCode.name, 'BadUserAccessDenied');
    assert.equal(await write(session, MASTER, DataType.Boolean, true), 'BadUserAccessDenied');
  });
});

onBoth('says why a switchover cannot be', async (station) => {
  const unknown = await switchover(supervisorOn(station), 'HELEN');

  assert.equal(unknown.statusCode.name, 'BadInvalidArgument');
  assert.match(unknown.outputArguments[0].value, /HELEN/);
});

test('a supervisor switches over and back, and every watcher sees the roles change', { timeout: 3 * LIMIT }, async () => {
  const recordings = [];
  for (const station of stations) {
    const recording = await Recording.start(supervisorOn(station));
    await recording.watch([MASTER, SERVICE_LEVEL], { samplingInterval: 0 });
    recordings.push(recording);
  }
  const [castor, pollux] = recordings;
  await castor.until('CASTOR leads', () => last(castor, MASTER) === true && last(castor, SERVICE_LEVEL) === 255);
  await pollux.until('POLLUX stands by', () => last(pollux, MASTER) === false && last(pollux, SERVICE_LEVEL) === 229);

  const there = await switchover(supervisorOn(stations[0]), 'POLLUX');
  assert.equal(there.statusCode.name, 'Good', there.outputArguments?.[0]?.value);
  await castor.until('CASTOR stands by', () => last(castor, MASTER) === false && last(castor, SERVICE_LEVEL) === 229);
  await pollux.until('POLLUX leads', () => last(pollux, MASTER) === true && last(pollux, SERVICE_LEVEL) === 255);
  for (const station of stations) {
    await eventually(
      `${station.name} names the Master`,
      () => value(supervisorOn(station), system('@RM_MASTER_NAME')),
      (name) => name === 'POLLUX',
    );
  }

  assert.equal(await write(supervisorOn(stations[0]), MASTER, DataType.Boolean, true), 'Good');
  await castor.until('CASTOR leads again', () => last(castor, MASTER) === true && last(castor, SERVICE_LEVEL) === 255);
  await pollux.until('POLLUX gives way', () => last(pollux, MASTER) === false && last(pollux, SERVICE_LEVEL) === 229);
  assert.deepEqual(castor.values(MASTER), [true, false, true]);
  assert.deepEqual(pollux.values(MASTER), [false, true, false]);
  await Promise.all(recordings.map((each) => each.stop()));
});

const last = (recording, nodeId) => recording.values(nodeId).at(-1);

async function switchover(session, target) {
  return session.call({
    objectId: system('Pollux/Redundancy'),
    methodId: system('Pollux/Redundancy/Switchover'),
    inputArguments: [{ dataType: DataType.String, value: target }],
  });
}
