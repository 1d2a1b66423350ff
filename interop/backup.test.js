// What a foreign client sees of a set in mode backup whose stations are on two networks: types and nodes that only such
// a set has (OPC 10000-5 §6.3.10, §6.3.15), and that it can fail over by the standard's method.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { BrowseDirection, makeBrowsePath, StatusCodes } from 'node-opcua-client';
import { connect, eventually, LIMIT, onBoth, stations, system, user, value, withSession } from './stations.js';

const SERVER_REDUNDANCY = 'i=2296';
const HAS_TYPE_DEFINITION = 'i=40';
const NON_TRANSPARENT_BACKUP = 'i=32411';
const SUPPORT = 'i=3709';
const WARM = 2;
const NETWORK_GROUPS = 'i=14415';
const PRIMARY_WITH_BACKUP = 0;
const BACKUP_READY = 2;

const supervisor = { identity: user('supervisor') };
const find = async (session, name) => {
  const found = await session.translateBrowsePath(makeBrowsePath(SERVER_REDUNDANCY, `.${name}`));
  assert.equal(found.statusCode, StatusCodes.Good, name);
  return found.targets[0].targetId;
};
const hostOf = (url) => new URL(url.replace('opc.tcp', 'http')).hostname;

onBoth('the set is one of a primary and its backup', (station) =>
  withSession(station, {}, async (session) => {
    const type = await session.browse({
      nodeId: SERVER_REDUNDANCY,
      referenceTypeId: HAS_TYPE_DEFINITION,
      browseDirection: BrowseDirection.Forward,
      includeSubtypes: false,
      nodeClassMask: 0,
      resultMask: 63,
    });
    assert.deepEqual(
      type.references.map((each) => each.nodeId.toString().replace('ns=0;', '')),
      [NON_TRANSPARENT_BACKUP],
    );
    assert.equal(await value(session, SUPPORT), WARM);
    const leads = await value(session, system('@RM_MASTER'));
    await eventually(
      'Mode',
      async () => value(session, await find(session, 'Mode')),
      (mode) => mode === (leads ? PRIMARY_WITH_BACKUP : BACKUP_READY),
    );
  }),
);

onBoth('each member is shown with its addresses on both networks', (station) =>
  withSession(station, {}, async (session) => {
    const wanted = stations.map((each) => [each.name, 'localhost', '127.0.0.1']);
    await eventually(
      'ServerNetworkGroups',
      async () =>
        JSON.stringify(
          (await value(session, NETWORK_GROUPS)).map((group) => [
            group.serverUri.split(':').at(-1),
            ...group.networkPaths.map((path) => hostOf(path.endpointUrlList[0])),
          ]),
        ),
      (groups) => groups === JSON.stringify(wanted),
    );
  }),
);

test('both addresses lead to the same station', { timeout: 2 * LIMIT }, async () => {
  const [station] = stations;
  for (const url of [station.url, station.secondUrl]) {
    await withSession({ ...station, url }, {}, async (session) => {
      assert.equal(await value(session, system('@LocalMachineName')), station.name);
    });
  }
});

test('nobody is told of the address that only the partner uses', { timeout: 2 * LIMIT }, async () => {
  const [station] = stations;
  const client = await connect(station.url);
  try {
    const endpoints = await client.getEndpoints();
    const servers = await client.findServers();
    const told = [
      ...endpoints.map((each) => each.endpointUrl),
      ...servers.flatMap((each) => each.discoveryUrls),
    ];
    assert.ok(told.length > 0);
    assert.deepEqual(
      told.filter((url) => hostOf(url) === '127.0.0.2'),
      [],
    );
  } finally {
    await client.disconnect();
  }
});

test('a supervisor fails over by the method of the standard', { timeout: 4 * LIMIT }, async () => {
  const [first, second] = stations;
  await withSession(first, supervisor, async (session) => {
    assert.equal(await value(session, system('@RM_MASTER')), true, 'control');
    const result = await session.call({
      objectId: SERVER_REDUNDANCY,
      methodId: await find(session, 'Failover'),
      inputArguments: [],
    });
    assert.equal(result.statusCode, StatusCodes.Good);
  });
  await withSession(second, {}, async (session) => {
    await eventually('the role', () => value(session, system('@RM_MASTER')), (leads) => leads);
    await eventually(
      'Mode',
      async () => value(session, await find(session, 'Mode')),
      (mode) => mode === PRIMARY_WITH_BACKUP,
    );
  });
});
