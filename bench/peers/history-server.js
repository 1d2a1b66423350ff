// The history server of node-opcua with one tag's values in memory: what the raw reads of Pollux are measured beside.
// Arguments: port, number of values. Says "ready" when it serves, and ends when its standard input does.
import {
  DataType,
  DataValue,
  MessageSecurityMode,
  OPCUAServer,
  SecurityPolicy,
  StatusCodes,
  VariableHistorian,
} from 'node-opcua';

const [port, count] = process.argv.slice(2).map(Number);
const BEGIN = Date.parse('2026-11-01T00:00:00Z');

const server = new OPCUAServer({
  port,
  securityPolicies: [SecurityPolicy.None],
  securityModes: [MessageSecurityMode.None],
  disableDiscovery: true,
  serverCapabilities: { operationLimits: { maxNodesPerHistoryReadData: 100 } },
});
await server.initialize();
const { addressSpace } = server.engine;
const tag = addressSpace.getOwnNamespace().addVariable({
  organizedBy: addressSpace.rootFolder.objects,
  browseName: 'Tag',
  nodeId: 's=Tag',
  dataType: 'Double',
});
const historian = new VariableHistorian(tag, { maxOnlineValues: count });
addressSpace.installHistoricalDataNode(tag, { historian });
for (let second = 0; second < count; second += 1) {
  const time = new Date(BEGIN + second * 1000);
  historian.push(
    new DataValue({
      value: { dataType: DataType.Double, value: ((second * 7919) % 1024) / 100 },
      statusCode: StatusCodes.Good,
      sourceTimestamp: time,
      serverTimestamp: time,
    }),
  );
}
await server.start();
console.log('ready');

process.stdin.resume();
process.stdin.on('end', () => process.exit(0));
