package dev.pollux.cli;

import dev.pollux.cli.pair.CommandFailure;
import dev.pollux.cli.pair.ExitCode;
import dev.pollux.cli.pair.NodeNames;
import dev.pollux.cli.pair.TypedValue;
import dev.pollux.cli.pair.ValueText;
import dev.pollux.failover.FailoverClient;
import dev.pollux.failover.FailoverClient.Repeat;
import dev.pollux.failover.NodeValue;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.eclipse.milo.opcua.stack.core.AttributeId;
import org.eclipse.milo.opcua.stack.core.OpcUaDataType;
import org.eclipse.milo.opcua.stack.core.types.builtin.DataValue;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.eclipse.milo.opcua.stack.core.types.builtin.QualifiedName;
import org.eclipse.milo.opcua.stack.core.types.builtin.StatusCode;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.UInteger;
import org.eclipse.milo.opcua.stack.core.types.enumerated.TimestampsToReturn;
import org.eclipse.milo.opcua.stack.core.types.structured.ReadResponse;
import org.eclipse.milo.opcua.stack.core.types.structured.ReadValueId;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Writes one value and tells what became of it. */
@Command(
        name = "write",
        description = "Writes a value, converted to the type of the node, and tells what became of it.",
        mixinStandardHelpOptions = true,
        footerHeading = "%nExamples:%n",
        footer = {
            "  pollux write CleanWater.T300.LevelSetpoint 3.5",
            "  pollux write Intake.V101.Open true --user anna",
            "",
            "A write is never repeated: if the station dies under it, nobody knows whether it reached the plant, and"
                    + " that is what is reported.",
            "Exit codes: 0 the station says it is done, 1 refused, 2 no station answers or the outcome is unknown,"
                    + " 64 wrong command line or value."
        })
final class Write implements Callable<Integer> {
    private static final int BUILT_IN_MAX = 25;

    @Spec
    private @Nullable CommandSpec spec;

    @Mixin
    private ConnectionOptions connection = new ConnectionOptions();

    @Parameters(index = "0", paramLabel = "NODE", description = "Node to write.")
    private String node = "";

    @Parameters(index = "1", paramLabel = "VALUE", description = "Value, in the type of the node.")
    private String value = "";

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    Write() {}

    @Override
    public Integer call() {
        try (FailoverClient client = connection.open(Out.line(spec))) {
            NodeNames names = Answers.names(client, connection.timeout());
            Object typed = TypedValue.parse(value, type(client, names.nodeId(node)));
            StatusCode status = Answers.await(
                            client.write(List.of(NodeValue.of(names.expanded(node), typed))), connection.timeout())
                    .get(0);
            print(typed, status);
            return status.isGood() ? ExitCode.OK : ExitCode.FAILED;
        }
    }

    /** The built-in type: by the node's DataType, or by the value that it has where the DataType is a derived one. */
    private int type(FailoverClient client, NodeId id) {
        List<ReadValueId> wanted = List.of(
                new ReadValueId(id, AttributeId.DataType.uid(), null, QualifiedName.NULL_VALUE),
                new ReadValueId(id, AttributeId.Value.uid(), null, QualifiedName.NULL_VALUE));
        ReadResponse response = Answers.await(
                client.request(
                        Repeat.ONCE_MORE, "Read", member -> member.readAsync(0.0, TimestampsToReturn.Neither, wanted)),
                connection.timeout());
        DataValue[] results = response.getResults();
        if (results == null || results.length != 2) {
            throw new CommandFailure(ExitCode.FAILED, "the server did not tell the type of " + node);
        }
        if (results[0].value().value() instanceof NodeId type
                && type.getNamespaceIndex().intValue() == 0
                && type.getIdentifier() instanceof UInteger number
                && number.intValue() <= BUILT_IN_MAX) {
            return number.intValue();
        }
        if (!results[0].statusCode().isGood()) {
            throw new CommandFailure(ExitCode.FAILED, node + ": " + ValueText.status(results[0].statusCode()));
        }
        return results[1]
                .value()
                .getDataType()
                .map(OpcUaDataType::getTypeId)
                .orElseThrow(() -> new CommandFailure(
                        ExitCode.FAILED, node + " has a type that cannot be given as text, and no value yet"));
    }

    private void print(Object typed, StatusCode status) {
        PrintWriter out = Out.of(spec);
        if (json) {
            Map<String, @Nullable Object> content = new LinkedHashMap<>();
            content.put("node", node);
            content.put("value", ValueText.plain(typed));
            content.put("status", ValueText.status(status));
            out.println(JsonLine.indented(content));
        } else if (status.isGood()) {
            out.println(node + ": written " + ValueText.text(typed)
                    + (ValueText.status(status).equals("Good") ? "" : " (" + ValueText.status(status) + ")"));
        } else {
            out.println(node + ": not written, " + ValueText.status(status));
        }
    }
}
