// Both stations serve a foreign client that asks for no security: everything that a client reads, writes, watches.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import {
  AttributeIds,
  BrowseDirection,
  constructEventFilter,
  DataType,
  HistoryReadRequest,
  MessageSecurityMode,
  makeBrowsePath,
  NodeClass,
  NodeId,
  ReadEventDetails,
  resolveNodeId,
  SecurityPolicy,
  TimestampsToReturn,
} from 'node-opcua-client';
import {
  connect,
  ENCRYPT,
  eventually,
  HISTORY_READ,
  HISTORY_WRITE,
  LIMIT,
  NONE,
  onBoth,
  open,
  other,
  PROJECT,
  READ,
  SIGN,
  stations,
  system,
  SYSTEM,
  tag,
  tagNames,
  user,
  value,
  withSession,
  WRITE,
  write,
} from './stations.js';

const HOT = 3;
const RUNNING = 0;
const ORGANIZES_AND_BELOW = 'i=33';

const anonymous = new Map();
before(async () => {
  for (const station of stations) {
    anonymous.set(station, await open(station));
  }
});
after(async () => {
  for (const each of anonymous.values()) {
    await each.close();
  }
});
const sessionOf = (station) => anonymous.get(station).session;

onBoth('offers the three kinds of security, each for anonymous and for named users', async (station) => {
  const endpoints = await anonymous.get(station).client.getEndpoints();

  const offered = endpoints.map((each) => `${MessageSecurityMode[each.securityMode]} ${each.securityPolicyUri}`);
  assert.deepEqual(offered.sort(), [
    `None ${SecurityPolicy.None}`,
    `Sign ${SecurityPolicy.Basic256Sha256}`,
    `SignAndEncrypt ${SecurityPolicy.Basic256Sha256}`,
  ]);
  for (const endpoint of endpoints) {
    assert.equal(endpoint.endpointUrl, station.url);
    assert.equal(endpoint.userIdentityTokens.length, 2);
  }
});

onBoth('names both stations, each where it can be asked for its endpoints', async (station) => {
  const servers = await anonymous.get(station).client.findServers();

  assert.deepEqual(
    servers.map((each) => each.applicationUri).sort(),
    stations.map((each) => `urn:pollux:waterworks:${each.name}`),
  );
  for (const each of stations) {
    const found = servers.find((server) => server.applicationUri.endsWith(each.name));
    assert.equal(found.applicationName.text, `waterworks ${each.name}`);
    assert.ok(found.discoveryUrls.length > 0);
    const client = await connect(found.discoveryUrls[0]);
    const endpoints = await client.getEndpoints();
    await client.disconnect();
    assert.ok(endpoints.some((endpoint) => endpoint.endpointUrl === each.url));
  }
});

for (const [title, security] of Object.entries({ None: NONE, Sign: SIGN, SignAndEncrypt: ENCRYPT })) {
  onBoth(`lets in anonymous and named users with ${title}`, async (station) => {
    await withSession(station, { security }, async (session) => {
      assert.equal((await value(session, system('@Current_User'))) ?? '', '');
    });
    await withSession(station, { security, identity: user('operator') }, async (session) => {
      assert.equal(await value(session, system('@Current_User')), 'operator');
    });
  });
}

test('the namespaces have the same indexes on both stations', async () => {
  const [castor, pollux] = await Promise.all(stations.map((each) => value(sessionOf(each), 'i=2255')));

  assert.equal(castor[SYSTEM], 'http://pollux.dev/UA/');
  assert.equal(castor[PROJECT], 'urn:example:waterworks');
  assert.deepEqual([castor.slice(SYSTEM), castor.length], [pollux.slice(SYSTEM), pollux.length]);
  assert.notEqual(castor[1], pollux[1], 'index 1 is the ApplicationUri of each');
});

test('the stations show themselves as a hot non-transparent set', async () => {
  const uris = stations.map((each) => `urn:pollux:waterworks:${each.name}`);
  for (const station of stations) {
    const session = sessionOf(station);
    const types = await session.browse({
      nodeId: 'i=2296',
      referenceTypeId: 'HasTypeDefinition',
      browseDirection: BrowseDirection.Forward,
      resultMask: 63,
    });
    assert.equal(types.references[0].browseName.name, 'NonTransparentRedundancyType');
    assert.equal(await value(session, 'i=3709'), HOT);
    assert.deepEqual(await value(session, 'i=11314'), uris);
    assert.deepEqual([...(await value(session, 'i=2254'))].sort(), uris);
    assert.equal(await value(session, 'i=2267'), station.name === 'CASTOR' ? 255 : 229);
    const array = await eventually(
      'both healthy in RedundantServerArray',
      () => value(session, 'i=11313'),
      (members) => members.length === 2 && members.every((each) => each.serviceLevel > 0),
    );
    assert.deepEqual(
      array.map(({ serverId, serviceLevel, serverState }) => [serverId, serviceLevel, serverState]),
      [
        [uris[0], 255, RUNNING],
        [uris[1], 229, RUNNING],
      ],
    );
  }
});

onBoth('finds ServerUriArray and RedundantServerArray by browsing too', async (station) => {
  const path = makeBrowsePath('i=2253', '/ServerRedundancy/ServerUriArray');
  const [answer] = await sessionOf(station).translateBrowsePath([path]);

  assert.equal(answer.statusCode.name, 'Good');
  assert.equal(answer.targets[0].targetId.value, 11314);
});

onBoth('tells its role by the system tags', async (station) => {
  const session = sessionOf(station);
  const master = station.name === 'CASTOR';

  assert.equal(await value(session, system('@RM_MASTER')), master);
  assert.equal(await value(session, system('@RM_MASTER_NAME')), 'CASTOR');
  assert.equal(await value(session, system('@RM_SERVER_NAME')), station.name);
  assert.equal(await value(session, system('@RedundantServerState')), master ? 1 : 2);
  assert.equal(await value(session, system('Pollux/Redundancy/PartnerName')), other(station).name);
});

/** All nodes below one, with continuation points: at most seven references come at once. */
async function crawl(session, root) {
  session.requestedMaxReferencesPerNode = 7;
  const found = [];
  let continued = 0;
  const folders = [root];
  while (folders.length > 0) {
    let result = await session.browse({
      nodeId: folders.shift(),
      referenceTypeId: ORGANIZES_AND_BELOW,
      includeSubtypes: true,
      browseDirection: BrowseDirection.Forward,
      resultMask: 63,
    });
    const references = [];
    for (;;) {
      assert.equal(result.statusCode.name, 'Good');
      assert.ok(result.references.length <= 7);
      references.push(...result.references);
      if (result.continuationPoint === null || result.continuationPoint.length === 0) {
        break;
      }
      continued += 1;
      result = await session.browseNext(result.continuationPoint, false);
    }
    found.push(...references);
    folders.push(
      ...references
        .filter((each) => each.nodeClass === NodeClass.Object && each.nodeId.namespace === PROJECT)
        .map((each) => each.nodeId),
    );
  }
  return { found, continued };
}

onBoth('shows every tag of the project below Objects', async (station) => {
  const expected = tagNames();
  assert.equal(expected.length, 305);

  const { found, continued } = await crawl(sessionOf(station), 'i=85');

  const inProject = found.filter((each) => each.nodeId.namespace === PROJECT);
  const tags = inProject.filter((each) => each.nodeClass === NodeClass.Variable && expected.includes(each.nodeId.value));
  assert.deepEqual(tags.map((each) => each.browseName.name).sort(), expected.toSorted());
  assert.equal(inProject.filter((each) => each.nodeClass === NodeClass.Object).length, 14, 'the project and its 13 areas');
  assert.ok(continued > 30, `BrowseNext was needed ${continued} times`);
});

onBoth('gives up a continuation point that is released', async (station) => {
  const session = sessionOf(station);
  session.requestedMaxReferencesPerNode = 3;
  const first = await session.browse({ nodeId: tag('/Vibration'), browseDirection: BrowseDirection.Forward });
  await session.browseNext(first.continuationPoint, true);

  const late = await session.browseNext(first.continuationPoint, false);

  assert.equal(late.statusCode.name, 'BadContinuationPointInvalid');
});

onBoth('reads 200 tags at once, all good', async (station) => {
  const names = tagNames().slice(0, 200);

  const values = await sessionOf(station).read(
    names.map((name) => ({ nodeId: tag(name), attributeId: AttributeIds.Value })),
  );

  values.forEach((each, index) => {
    assert.equal(each.statusCode.name, 'Good', names[index]);
    assert.notEqual(each.value.value, null, names[index]);
    assert.ok(each.sourceTimestamp <= each.serverTimestamp, names[index]);
  });
});

onBoth('describes an analog tag', async (station) => {
  const session = sessionOf(station);
  const id = tag('Intake.P101.Flow');

  assert.equal((await value(session, id, AttributeIds.DataType)).toString(), 'ns=0;i=10');
  assert.equal((await value(session, id, AttributeIds.Description)).text, 'Flow');
  assert.equal(await value(session, id, AttributeIds.AccessLevel), READ | HISTORY_READ | HISTORY_WRITE);
  assert.equal(
    await value(session, tag('Intake.P101.SpeedSetpoint'), AttributeIds.AccessLevel),
    READ | WRITE | HISTORY_READ | HISTORY_WRITE,
  );
  const range = await value(session, tag('Intake.P101.Flow#EURange'));
  assert.deepEqual([range.low, range.high], [0, 150]);
  const unit = await value(session, tag('Intake.P101.Flow#EngineeringUnits'));
  assert.equal(unit.displayName.text, 'm3/h');
  assert.equal(unit.namespaceUri, 'http://www.opcfoundation.org/UA/units/un/cefact');
  assert.equal(unit.unitId, 0x4d5148, 'MQH, cubic metre per hour, of UNECE recommendation 20');
});

onBoth('translates browse paths', async (station) => {
  const path = `/${PROJECT}:waterworks/${PROJECT}:Intake/${PROJECT}:Pumps/${PROJECT}:Intake&.P101&.Flow`;
  const [found, property, missing] = await sessionOf(station).translateBrowsePath([
    makeBrowsePath('i=85', path),
    makeBrowsePath('i=85', `${path}.EURange`),
    makeBrowsePath('i=85', `/${PROJECT}:waterworks/${PROJECT}:Outtake`),
  ]);

  assert.equal(found.targets[0].targetId.toString(), tag('Intake.P101.Flow'));
  assert.equal(property.targets[0].targetId.toString(), tag('Intake.P101.Flow#EURange'));
  assert.equal(missing.statusCode.name, 'BadNoMatch');
});

onBoth('registers nodes and reads by what it has given back', async (station) => {
  const session = sessionOf(station);
  const registered = await session.registerNodes([tag('Plant.Name'), tag('Plant.Uptime')]);

  assert.equal(await value(session, registered[0]), await value(session, tag('Plant.Name')));
  assert.ok(registered[1] instanceof NodeId);
  await session.unregisterNodes(registered);
});

test('the plant follows a setpoint that was written to either station', { timeout: 2 * LIMIT }, async () => {
  await Promise.all([steer(stations[0], 'Distribution.P302', 37.5), steer(stations[1], 'Distribution.P303', 42.5)]);
});

async function steer(station, pump, speed) {
  const session = sessionOf(station);

  assert.equal(await write(session, tag(`${pump}.Auto`), DataType.Boolean, false), 'Good');
  assert.equal(await write(session, tag(`${pump}.SpeedSetpoint`), DataType.Double, speed), 'Good');
  assert.equal(await write(session, tag(`${pump}.Start`), DataType.Boolean, true), 'Good');

  for (const each of stations) {
    const read = (name) => () => value(sessionOf(each), tag(`${pump}.${name}`));
    await eventually(`${pump}.SpeedSetpoint on ${each.name}`, read('SpeedSetpoint'), (now) => now === speed);
    await eventually(`${pump}.Speed on ${each.name}`, read('Speed'), (now) => Math.abs(now - speed) < 1);
  }
}

onBoth('refuses writes with the code of the reason', async (station) => {
  const session = sessionOf(station);
  const setpoint = tag('Distribution.P301.SpeedSetpoint');
  const kept = await value(session, setpoint);

  assert.equal(await write(session, setpoint, DataType.Double, 100.1), 'BadOutOfRange');
  assert.equal(await write(session, setpoint, DataType.Double, -1), 'BadOutOfRange');
  assert.equal(await write(session, setpoint, DataType.Int32, 50), 'BadTypeMismatch');
  assert.equal(await write(session, setpoint, DataType.String, '50'), 'BadTypeMismatch');
  assert.equal(await write(session, tag('Distribution.P301.Speed'), DataType.Double, 50), 'BadNotWritable');
  assert.equal(await write(session, tag('Distribution.P301.SpeedSetpoint#EURange'), DataType.Double, 1), 'BadNotWritable');
  assert.equal(await write(session, tag('Distribution.P399.Start'), DataType.Boolean, true), 'BadNodeIdUnknown');
  assert.equal(await value(session, setpoint), kept);
});

onBoth('refuses a write of an observer and lets him read', async (station) => {
  await withSession(station, { identity: user('observer') }, async (session) => {
    const setpoint = tag('Distribution.P301.SpeedSetpoint');
    const kept = await value(session, setpoint);

    assert.equal(await write(session, setpoint, DataType.Double, kept), 'BadUserAccessDenied');
    assert.equal(await value(session, setpoint, AttributeIds.UserAccessLevel), READ | HISTORY_READ);
  });
});

onBoth('writes many tags at once, each with its own outcome', async (station) => {
  const writes = [
    ['Plant.Recipe', DataType.String, `recipe ${station.name}`],
    ['Plant.RoomSetpoint', DataType.Float, 19.5],
    ['Plant.RoomSetpoint', DataType.Float, 99],
    ['Plant.Mode', DataType.Int16, 1],
  ].map(([name, dataType, written]) => ({
    nodeId: tag(name),
    attributeId: AttributeIds.Value,
    value: { value: { dataType, value: written } },
  }));

  const codes = await sessionOf(station).write(writes);

  assert.deepEqual(
    codes.map((each) => each.name),
    ['Good', 'Good', 'BadOutOfRange', 'Good'],
  );
  await eventually(
    'the recipe on the other station',
    () => value(sessionOf(other(station)), tag('Plant.Recipe')),
    (recipe) => recipe === `recipe ${station.name}`,
    LIMIT,
  );
});

// A field that the server does not know is null; it must not mute the item or break the answer.
onBoth('shows system messages as events, and reads those of the past', async (station) => {
  const session = sessionOf(station);
  const filter = constructEventFilter(['EventId', 'Message', 'NoSuchField', '2:MessageNumber', '2:Station']);
  for (const clause of filter.selectClauses) {
    if (clause.browsePath[0].namespaceIndex === 2) {
      clause.typeDefinitionId = resolveNodeId('ns=2;s=SystemMessageType');
    }
  }
  const details = new ReadEventDetails({
    numValuesPerNode: 3,
    startTime: new Date(Date.now() - 24 * 3_600_000),
    endTime: new Date(Date.now() + 3_600_000),
    filter,
  });
  const answer = await session.historyRead(
    new HistoryReadRequest({
      historyReadDetails: details,
      timestampsToReturn: TimestampsToReturn.Both,
      nodesToRead: [{ nodeId: 'i=2253' }],
    }),
  );
  const events = answer.results[0].historyData.events;
  assert.ok(events.length >= 1 && events.length <= 3);
  for (const { eventFields } of events) {
    assert.equal(eventFields[0].value.length, 16);
    assert.ok(eventFields[1].value.text.length > 0);
    assert.ok(eventFields[2].value == null);
    assert.ok(eventFields[3].value >= 1_012_200 && eventFields[3].value <= 1_012_362);
    assert.match(eventFields[4].value, /^(CASTOR|POLLUX)$/);
  }
  const subscription = await session.createSubscription2({
    requestedPublishingInterval: 100,
    requestedMaxKeepAliveCount: 20,
    requestedLifetimeCount: 100,
    publishingEnabled: true,
  });
  try {
    const item = await subscription.monitor(
      { nodeId: 'i=2253', attributeId: AttributeIds.EventNotifier },
      { filter, queueSize: 100, discardOldest: true, samplingInterval: 0 },
      TimestampsToReturn.Both,
    );
    assert.equal(item.statusCode.value, 0);
  } finally {
    await subscription.terminate();
  }
});
