// A foreign client reads what both stations have archived: raw in pages, by aggregate, at an instant.
import assert from 'node:assert/strict';
import { after, before } from 'node:test';
import {
  AggregateFunction,
  AttributeIds,
  BrowseDirection,
  DataType,
  HistoryReadRequest,
  ReadAtTimeDetails,
  ReadRawModifiedDetails,
  TimestampsToReturn,
} from 'node-opcua-client';
import { eventually, HISTORY_READ, onBoth, open, other, stations, tag, value } from './stations.js';

/** Changes with every poll, so that a few seconds fill many pages. */
const FAST = tag('Vibration.Ch001');
const SECOND = 1000;

const sessions = new Map();
before(async () => {
  for (const station of stations) {
    sessions.set(station, await open(station));
  }
});
after(async () => {
  for (const each of sessions.values()) {
    await each.close();
  }
});
const sessionOf = (station) => sessions.get(station).session;

async function historyRead(session, details, continuationPoint = undefined, release = false) {
  const response = await session.historyRead(
    new HistoryReadRequest({
      historyReadDetails: details,
      timestampsToReturn: TimestampsToReturn.Both,
      releaseContinuationPoints: release,
      nodesToRead: [{ nodeId: FAST, continuationPoint }],
    }),
  );
  return response.results[0];
}

const raw = (start, end, perNode = 0, bounds = false) =>
  new ReadRawModifiedDetails({
    isReadModified: false,
    startTime: start,
    endTime: end,
    numValuesPerNode: perNode,
    returnBounds: bounds,
  });

/** Everything between two instants, page by page, and how many pages it took. */
async function paged(session, start, end, perNode) {
  const details = raw(start, end, perNode);
  const values = [];
  let pages = 0;
  let continuationPoint;
  do {
    const result = await historyRead(session, details, continuationPoint);
    assert.match(result.statusCode.name, /^Good/);
    const page = result.historyData?.dataValues ?? [];
    assert.ok(page.length <= perNode, `${page.length} values on a page of ${perNode}`);
    values.push(...page);
    pages += 1;
    continuationPoint = result.continuationPoint?.length > 0 ? result.continuationPoint : undefined;
  } while (continuationPoint !== undefined);
  return { values, pages };
}

const lines = (values) => values.map((each) => `${each.sourceTimestamp.toISOString()} ${each.value.value}`);

/** Waits until the station has archived so many values of the last seconds, and answers when that was. */
async function archived(session, count) {
  const since = new Date(Date.now() - 20 * SECOND);
  await eventually(
    'values in the archive',
    async () => (await paged(session, since, new Date(), 1000)).values.length,
    (found) => found >= count,
  );
  // What is two seconds old is archived: everything later may still be on its way to the disk.
  return { start: since, end: new Date(Date.now() - 2 * SECOND) };
}

onBoth('says that a tag is historized and how', async (station) => {
  const session = sessionOf(station);

  assert.equal(await value(session, FAST, AttributeIds.Historizing), true);
  assert.ok((await value(session, FAST, AttributeIds.UserAccessLevel)) & HISTORY_READ);
  const found = await session.browse({
    nodeId: FAST,
    referenceTypeId: 'HasHistoricalConfiguration',
    browseDirection: BrowseDirection.Forward,
  });
  assert.equal(found.references.length, 1);
});

onBoth('gives the same values in pages as at once, forwards and backwards', async (station) => {
  const session = sessionOf(station);
  const { start, end } = await archived(session, 15);

  const whole = await paged(session, start, end, 10_000);
  const pages = await paged(session, start, end, 4);
  const backwards = await paged(session, end, start, 4);

  assert.ok(whole.values.length >= 10, `${whole.values.length} values`);
  assert.ok(pages.pages > 2);
  assert.deepEqual(lines(pages.values), lines(whole.values));
  // [start, end) forwards, (start, end] backwards: the instants at the ends may differ.
  const inner = (values) => lines(values.filter((v) => v.sourceTimestamp > start && v.sourceTimestamp < end));
  assert.deepEqual(inner(backwards.values).reverse(), inner(whole.values));
});

onBoth('goes on at the other station with the same continuation point', async (station) => {
  const session = sessionOf(station);
  const partner = sessionOf(other(station));
  const { start, end } = await archived(session, 15);
  const details = raw(start, end, 5);

  const first = await historyRead(session, details);
  const next = await historyRead(partner, details, first.continuationPoint);

  assert.equal(next.statusCode.name, 'Good');
  assert.ok(next.historyData.dataValues.length > 0);
  const last = first.historyData.dataValues.at(-1).sourceTimestamp;
  assert.ok(next.historyData.dataValues[0].sourceTimestamp > last);
});

onBoth('releases continuation points, and refuses one that it never gave', async (station) => {
  const session = sessionOf(station);
  const { start, end } = await archived(session, 15);
  const details = raw(start, end, 5);
  const first = await historyRead(session, details);

  const released = await historyRead(session, details, first.continuationPoint, true);
  assert.equal(released.statusCode.name, 'Good');
  assert.equal(released.historyData?.dataValues?.length ?? 0, 0);

  const invented = await historyRead(session, details, Buffer.from('invented'));
  assert.equal(invented.statusCode.name, 'BadContinuationPointInvalid');
});

onBoth('reduces by aggregates', async (station) => {
  const session = sessionOf(station);
  const { start, end } = await archived(session, 15);
  const whole = (await paged(session, start, end, 10_000)).values.filter((v) => v.statusCode.isGood());
  const numbers = whole.map((each) => each.value.value);

  const ask = (aggregate) =>
    session.readAggregateValue({ nodeId: FAST }, start, end, aggregate, end.getTime() - start.getTime());
  const one = async (aggregate) => {
    const result = await ask(aggregate);
    assert.match(result.statusCode.name, /^Good/);
    assert.equal(result.historyData.dataValues.length, 1);
    return Number(result.historyData.dataValues[0].value.value);
  };

  assert.equal(await one(AggregateFunction.Count), whole.length);
  assert.equal(await one(AggregateFunction.Minimum), Math.min(...numbers));
  assert.equal(await one(AggregateFunction.Maximum), Math.max(...numbers));
  const mean = numbers.reduce((sum, each) => sum + each, 0) / numbers.length;
  assert.ok(Math.abs((await one(AggregateFunction.Average)) - mean) <= 1e-6 * Math.max(1, Math.abs(mean)));

  const seconds = await session.readAggregateValue({ nodeId: FAST }, start, end, AggregateFunction.Average, SECOND);
  assert.equal(seconds.historyData.dataValues.length, Math.ceil((end - start) / SECOND));
});

onBoth('interpolates at an instant', async (station) => {
  const session = sessionOf(station);
  const { start, end } = await archived(session, 15);
  const [before, after] = (await paged(session, start, end, 10_000)).values.slice(-2);
  const at = new Date((before.sourceTimestamp.getTime() + after.sourceTimestamp.getTime()) / 2);

  const result = await historyRead(session, new ReadAtTimeDetails({ reqTimes: [at], useSimpleBounds: true }));

  assert.match(result.statusCode.name, /^Good/);
  assert.equal(result.historyData.dataValues.length, 1);
  const [found] = result.historyData.dataValues;
  assert.equal(found.sourceTimestamp.getTime(), at.getTime());
  assert.equal(found.value.dataType, DataType.Float);
  // The tag is archived on change, so a value holds until the next one.
  assert.equal(found.value.value, before.value.value);
});
