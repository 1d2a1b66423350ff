// Subscriptions of a foreign client on both stations.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { promisify } from 'node:util';
import {
  AttributeIds,
  DataChangeFilter,
  DataChangeTrigger,
  DeadbandType,
  MonitoringMode,
  PublishRequest,
  RepublishRequest,
  TimestampsToReturn,
} from 'node-opcua-client';
import { ENCRYPT, LIMIT, onBoth, open, stations, tag, user, withSession } from './stations.js';
import { Recording } from './subscription.js';

const GRID = 100;
const COUNTER = tag('Plant.Counter');
const CHANNELS = Array.from({ length: 98 }, (_, i) => tag(`Vibration.Ch${String(i + 1).padStart(3, '0')}`));

test('a hundred tags at 100 ms arrive from both stations with the same time stamps', { timeout: 2 * LIMIT }, async () => {
  const sessions = await Promise.all(stations.map((each) => open(each)));
  const recordings = await Promise.all(sessions.map((each) => Recording.start(each.session, GRID)));
  const begun = Date.now();
  const tags = [COUNTER, tag('Intake.Counter'), ...CHANNELS];
  const items = await Promise.all(recordings.map((each) => each.watch(tags)));
  await Promise.all(
    recordings.map((each) => each.until('25 changes of each tag', (r) => tags.every((id) => r.of(id).length >= 25))),
  );
  await Promise.all(recordings.map((each) => each.stop()));
  await Promise.all(sessions.map((each) => each.close()));

  items.flat().forEach((each) => assert.equal(each.result.revisedSamplingInterval, GRID));
  recordings.forEach((recording) => tags.forEach((id) => assertPlausible(id, recording.of(id), begun)));
  assertSameInstants(...recordings.map((each) => each.of(COUNTER)));
});

function assertPlausible(id, samples, begun) {
  let before = 0;
  for (const sample of samples) {
    assert.equal(sample.statusCode.name, 'Good', id);
    const instant = sample.sourceTimestamp.getTime();
    assert.equal(instant % GRID, 0, `${id} at ${sample.sourceTimestamp.toISOString()} is not on the grid`);
    assert.equal(sample.sourcePicoseconds, 0);
    assert.ok(instant > before, `${id}: ${instant} comes after ${before}`);
    assert.ok(instant > begun - LIMIT && instant <= sample.serverTimestamp.getTime() + GRID, `${id}: ${instant}`);
    before = instant;
  }
}

/**
 * Each station polls for itself, at the instants of the same grid; the counter steps every 50 ms. So at one instant the
 * two may have read at both sides of a step, and no further apart.
 */
function assertSameInstants(castor, pollux) {
  const onPollux = new Map(pollux.map((each) => [each.sourceTimestamp.getTime(), each.value.value]));
  const apart = castor
    .filter((each) => onPollux.has(each.sourceTimestamp.getTime()))
    .map((each) => Math.abs(each.value.value - onPollux.get(each.sourceTimestamp.getTime())));
  assert.ok(apart.length >= 15, `only ${apart.length} instants were seen on both stations`);
  assert.ok(apart.filter((steps) => steps <= 1).length > apart.length / 2, `steps apart: ${apart}`);

  const instants = new Map(pollux.map((each) => [each.value.value, each.sourceTimestamp.getTime()]));
  const shared = castor.filter((each) => instants.has(each.value.value));
  const same = shared.filter((each) => instants.get(each.value.value) === each.sourceTimestamp.getTime());
  assert.ok(2 * same.length >= shared.length, `${same.length} of ${shared.length} counts have the same time stamp`);
}

test('a dead band, absolute or in percent of EURange, keeps back small changes', { timeout: 2 * LIMIT }, async () => {
  await Promise.all(stations.map((station) => withSession(station, {}, compareDeadbands)));
});

async function compareDeadbands(session) {
  const channels = CHANNELS.slice(0, 10);
  const filters = {
    none: null,
    absolute: deadband(DeadbandType.Absolute, 1),
    // 5 % of -10..10 mm/s are 1 mm/s as well.
    percent: deadband(DeadbandType.Percent, 5),
  };
  const recordings = {};
  for (const [name, filter] of Object.entries(filters)) {
    recordings[name] = await Recording.start(session);
    await recordings[name].watch(channels, { filter });
  }
  await recordings.none.until('40 changes', (all) => channels.every((id) => all.of(id).length >= 40));
  await Promise.all(Object.values(recordings).map((each) => each.stop()));
  for (const name of ['absolute', 'percent']) {
    for (const id of channels) {
      const values = recordings[name].values(id);
      values.slice(1).forEach((now, i) => assert.ok(Math.abs(now - values[i]) > 1, `${name} ${id}: ${values}`));
      assert.ok(values.length > 1, `${name} ${id} let nothing pass`);
      assert.ok(values.length < recordings.none.of(id).length, `${name} ${id} held nothing back`);
    }
  }
}

function deadband(deadbandType, deadbandValue) {
  return new DataChangeFilter({ trigger: DataChangeTrigger.StatusValue, deadbandType, deadbandValue });
}

onBoth('sends a lost message again', async (station) => {
  await withSession(station, {}, async (session) => {
    const { subscriptionId, message } = await watchCounter(session);
    const retransmitSequenceNumber = message.sequenceNumber;
    const republish = () =>
      promisify(session.republish).call(session, new RepublishRequest({ subscriptionId, retransmitSequenceNumber }));

    const again = (await republish()).notificationMessage;
    assert.deepEqual(counts(again), counts(message));

    await publish(session, [{ subscriptionId, sequenceNumber: retransmitSequenceNumber }]);
    await assert.rejects(republish(), /BadMessageNotAvailable/);
    await session.deleteSubscriptions({ subscriptionIds: [subscriptionId] });
  });
});

onBoth('hands a subscription to another session of the same user and of nobody else', async (station) => {
  const options = { security: ENCRYPT, identity: user('operator') };
  await withSession(station, options, (first) =>
    withSession(station, options, async (second) => {
      const { subscriptionId, message } = await watchCounter(first);
      const request = { subscriptionIds: [subscriptionId], sendInitialValues: true };

      await withSession(station, {}, async (stranger) => {
        assert.equal((await stranger.transferSubscriptions(request)).results[0].statusCode.name, 'BadUserAccessDenied');
      });

      assert.equal((await second.transferSubscriptions(request)).results[0].statusCode.name, 'Good');
      const [moved] = counts((await publish(second)).notificationMessage);
      assert.ok(moved >= counts(message)[0], `${moved}`);
      await second.deleteSubscriptions({ subscriptionIds: [subscriptionId] });
    }),
  );
});

/** A subscription with one item, and its first message, not acknowledged. */
async function watchCounter(session) {
  const { subscriptionId } = await session.createSubscription({
    requestedPublishingInterval: GRID,
    requestedLifetimeCount: 1000,
    requestedMaxKeepAliveCount: 10,
    publishingEnabled: true,
  });
  await session.createMonitoredItems({
    subscriptionId,
    timestampsToReturn: TimestampsToReturn.Both,
    itemsToCreate: [
      {
        itemToMonitor: { nodeId: COUNTER, attributeId: AttributeIds.Value },
        monitoringMode: MonitoringMode.Reporting,
        requestedParameters: { clientHandle: 7, samplingInterval: GRID, queueSize: 10, discardOldest: true },
      },
    ],
  });
  return { subscriptionId, message: (await publish(session)).notificationMessage };
}

function publish(session, subscriptionAcknowledgements = []) {
  return promisify(session.publish).call(session, new PublishRequest({ subscriptionAcknowledgements }));
}

function counts(message) {
  return message.notificationData.flatMap((each) => each.monitoredItems).map((each) => each.value.value.value);
}
