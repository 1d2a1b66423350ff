// Reckons aggregates with node-opcua, in process, over series that it is given, and prints what comes out. A test of
// module archive compares that with its own results.
//
// Standard input: {"series": [{"stepped", "treatUncertainAsBad", "percentDataBad", "percentDataGood",
//   "useSlopedExtrapolation", "samples": [[milliseconds, value or null, status]], "start", "end", "interval"}]}
// Standard output: for each series {"<aggregate>": [[milliseconds, value or null, status]]}; times since 1970.
import * as aggregates from "node-opcua-aggregates";
import { AddressSpace } from "node-opcua-address-space";
import { generateAddressSpace } from "node-opcua-address-space/nodeJS.js";
import { nodesets } from "node-opcua-nodesets";
import { DataType } from "node-opcua-variant";
import { DataValue } from "node-opcua-data-value";
import { getStatusCodeFromCode } from "node-opcua-status-code";
import { text } from "node:stream/consumers";
import { promisify } from "node:util";

const reckon = {
    Interpolative: aggregates.getInterpolatedData,
    Average: aggregates.getAverageData,
    Minimum: aggregates.getMinData,
    Maximum: aggregates.getMaxData,
    Count: aggregates.getCountData,
    DurationGood: aggregates.getDurationGoodData,
    DurationBad: aggregates.getDurationBadData,
    PercentGood: aggregates.getPercentGoodData,
    PercentBad: aggregates.getPercentBadData
};

const { series } = JSON.parse(await text(process.stdin));
const space = AddressSpace.create();
await generateAddressSpace(space, [nodesets.standard]);
const namespace = space.registerNamespace("urn:pollux:interop");
aggregates.addAggregateSupport(space);

const results = [];
for (const [index, one] of series.entries()) {
    const variable = namespace.addVariable({ browseName: `Series${index}`, dataType: "Double" });
    space.installHistoricalDataNode(variable, { maxOnlineValues: one.samples.length + 1 });
    const { samples, start, end, interval, ...configuration } = one;
    aggregates.installAggregateConfigurationOptions(variable, configuration);
    for (const [time, value, status] of samples) {
        variable._historyPush(
            new DataValue({
                sourceTimestamp: new Date(time),
                statusCode: getStatusCodeFromCode(status >>> 0),
                value: value === null ? undefined : { dataType: DataType.Double, value }
            })
        );
    }
    const result = {};
    for (const [name, aggregate] of Object.entries(reckon)) {
        const values = await promisify(aggregate)(variable, interval, new Date(start), new Date(end));
        result[name] = values.map((value) => [
            value.sourceTimestamp.getTime(),
            typeof value.value?.value === "number" ? value.value.value : null,
            value.statusCode.value
        ]);
    }
    results.push(result);
}
space.dispose();
process.stdout.write(JSON.stringify(results));
