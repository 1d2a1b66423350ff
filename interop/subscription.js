// Subscriptions whose notifications are kept for judgement.
import assert from 'node:assert/strict';
import { AttributeIds, ClientSubscription, TimestampsToReturn } from 'node-opcua-client';
import { LIMIT } from './stations.js';

const QUEUE = 100;

/** One subscription and all that it has delivered, by NodeId in the order of arrival. */
export class Recording {
  static async start(session, publishingInterval = 100) {
    const subscription = ClientSubscription.create(session, {
      requestedPublishingInterval: publishingInterval,
      requestedLifetimeCount: 1000,
      requestedMaxKeepAliveCount: 10,
      maxNotificationsPerPublish: 0,
      publishingEnabled: true,
    });
    await new Promise((resolve, reject) => {
      subscription.once('started', resolve);
      subscription.once('internal_error', reject);
    });
    return new Recording(subscription);
  }

  constructor(subscription) {
    this.subscription = subscription;
    this.byNode = new Map();
  }

  /** Watches nodes and waits until the station has taken every one. */
  async watch(nodeIds, { samplingInterval = 100, filter = null } = {}) {
    nodeIds.forEach((id) => this.byNode.set(id, []));
    const group = await this.subscription.monitorItems(
      nodeIds.map((nodeId) => ({ nodeId, attributeId: AttributeIds.Value })),
      { samplingInterval, filter, queueSize: QUEUE, discardOldest: true },
      TimestampsToReturn.Both,
    );
    group.on('changed', (item, dataValue, index) => this.byNode.get(nodeIds[index]).push(dataValue));
    for (const item of group.monitoredItems) {
      assert.equal(item.result.statusCode.name, 'Good', String(item.itemToMonitor.nodeId));
    }
    return group.monitoredItems;
  }

  of(nodeId) {
    return this.byNode.get(nodeId);
  }

  values(nodeId) {
    return this.of(nodeId).map((each) => each.value.value);
  }

  /** Waits until what was recorded fits. */
  async until(what, fits, limit = LIMIT) {
    const end = Date.now() + limit;
    while (!fits(this)) {
      assert.ok(Date.now() < end, `${what}: not within ${limit} ms`);
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }

  async stop() {
    await this.subscription.terminate();
  }
}
