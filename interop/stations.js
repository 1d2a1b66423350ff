// The pair under test, as the Java test that has started it describes it in the environment, and sessions to it.
import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { OPCUACertificateManager } from 'node-opcua-certificate-manager';
import { AttributeIds, MessageSecurityMode, OPCUAClient, SecurityPolicy, UserTokenType } from 'node-opcua-client';

function given(name) {
  const value = process.env[name];
  if (value === undefined) {
    throw new Error(`${name} is not set: these tests are run by the Java test InteropTest`);
  }
  return value;
}

/** CASTOR and POLLUX: name, url, process id, and the file of the certificate. */
export const stations = JSON.parse(given('POLLUX_STATIONS'));

/** User name to password. */
export const passwords = JSON.parse(given('POLLUX_PASSWORDS'));

/** Namespace indexes, equal on both stations. */
export const SYSTEM = 2;
export const PROJECT = 3;

/** Bits of the access levels. */
export const READ = 0x01;
export const WRITE = 0x02;
export const HISTORY_READ = 0x04;
export const HISTORY_WRITE = 0x08;

/** Generous: continuous integration has two cores for everything. */
export const LIMIT = 30_000;

export const NONE = { securityMode: MessageSecurityMode.None, securityPolicy: SecurityPolicy.None };
export const SIGN = { securityMode: MessageSecurityMode.Sign, securityPolicy: SecurityPolicy.Basic256Sha256 };
export const ENCRYPT = {
  securityMode: MessageSecurityMode.SignAndEncrypt,
  securityPolicy: SecurityPolicy.Basic256Sha256,
};

/** The names of all tags of the project, read from its files without any code of Pollux. */
export function tagNames() {
  const folder = given('POLLUX_TAGS');
  return readdirSync(folder)
    .flatMap((file) => readFileSync(join(folder, file), 'utf8').trim().split('\n').slice(1))
    .map((line) => line.slice(0, line.indexOf(',')));
}

export const tag = (name) => `ns=${PROJECT};s=${name}`;
export const system = (name) => `ns=${SYSTEM};s=${name}`;
export const other = (station) => stations.find((each) => each !== station);

let certificates;

/** The client's own key and certificate; it trusts the two stations and nobody else. */
async function certificateManager() {
  if (certificates === undefined) {
    certificates = new OPCUACertificateManager({ rootFolder: given('POLLUX_CLIENT_PKI') });
    await certificates.initialize();
    for (const station of stations) {
      await certificates.trustCertificate(readFileSync(station.certificate));
    }
  }
  return certificates;
}

/** Connects without a session. Nothing is tried twice: what fails shall fail. */
export async function connect(url, security = NONE) {
  const client = OPCUAClient.create({
    applicationName: 'Interop',
    clientName: 'Interop',
    clientCertificateManager: await certificateManager(),
    connectionStrategy: { maxRetry: 0, initialDelay: 100, maxDelay: 200 },
    endpointMustExist: true,
    keepSessionAlive: false,
    requestedSessionTimeout: LIMIT,
    transportTimeout: LIMIT,
    ...security,
  });
  // A closed connection is what some tests wait for; it must not end the process.
  client.on('connection_lost', () => {});
  try {
    await client.connect(url);
  } catch (e) {
    await client.disconnect();
    throw e;
  }
  return client;
}

export const user = (userName) => ({ type: UserTokenType.UserName, userName, password: passwords[userName] });

/** Opens a session; closing it closes the connection too. */
export async function open(station, { security = NONE, identity = undefined } = {}) {
  const client = await connect(station.url, security);
  try {
    const session = await client.createSession(identity);
    return { station, client, session, close: () => closeQuietly(client, session) };
  } catch (e) {
    await client.disconnect();
    throw e;
  }
}

async function closeQuietly(client, session) {
  try {
    await session.close();
  } catch (e) {
    // The station may be gone: that is a test's wish, and the client says so with an error.
    if (!/connection|closed|Session/i.test(e.message)) {
      throw e;
    }
  }
  await client.disconnect();
}

/** Runs with a session that lives no longer than the test. */
export async function withSession(station, options, body) {
  const opened = await open(station, options);
  try {
    return await body(opened.session, opened);
  } finally {
    await opened.close();
  }
}

/** Expects that no session is given, for a reason that the client understands. */
export async function refused(station, options, reason) {
  await assert.rejects(
    withSession(station, options, () => {}),
    reason,
  );
}

/** Registers the same test for each of the two stations. */
export function onBoth(title, body) {
  for (const station of stations) {
    test(`${station.name}: ${title}`, { timeout: 2 * LIMIT }, (t) => body(station, t));
  }
}

export async function value(session, nodeId, attributeId = AttributeIds.Value) {
  const read = await session.read({ nodeId, attributeId });
  assert.equal(read.statusCode.name, 'Good', `${nodeId} attribute ${attributeId}`);
  return read.value.value;
}

/** Writes a value of a type, answers the name of the StatusCode. */
export async function write(session, nodeId, dataType, written) {
  const status = await session.write({
    nodeId,
    attributeId: AttributeIds.Value,
    value: { value: { dataType, value: written } },
  });
  return status.name;
}

/** Asks again and again until an answer fits; for what needs a moment by its nature. */
export async function eventually(what, ask, fits, limit = LIMIT) {
  const end = Date.now() + limit;
  for (;;) {
    const answer = await ask();
    if (fits(answer)) {
      return answer;
    }
    assert.ok(Date.now() < end, `${what}: not within ${limit} ms, last was ${answer}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
