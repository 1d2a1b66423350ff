package dev.pollux.server.space.system;

import java.util.List;
import org.eclipse.milo.opcua.sdk.server.AccessContext;
import org.eclipse.milo.opcua.sdk.server.Session;
import org.eclipse.milo.opcua.sdk.server.methods.MethodInvocationHandler;
import org.eclipse.milo.opcua.stack.core.StatusCodes;
import org.eclipse.milo.opcua.stack.core.types.builtin.DiagnosticInfo;
import org.eclipse.milo.opcua.stack.core.types.builtin.StatusCode;
import org.eclipse.milo.opcua.stack.core.types.builtin.Variant;
import org.eclipse.milo.opcua.stack.core.types.structured.CallMethodRequest;
import org.eclipse.milo.opcua.stack.core.types.structured.CallMethodResult;

/** A method with checked arguments. */
final class StationMethod implements MethodInvocationHandler {
    private final List<Class<?>> argumentClasses;
    private final Body body;

    /** What the method does. */
    @FunctionalInterface
    interface Body {
        Result call(Session session, Object[] arguments);
    }

    /**
     * A bad status may come with outputs too: they tell a person why.
     *
     * @param outOfRange index of the argument whose value is not allowed, -1 for none
     */
    record Result(StatusCode status, List<Object> outputs, int outOfRange) {
        private static final int NO_ARGUMENT = -1;

        Result {
            outputs = List.copyOf(outputs);
        }

        Result(StatusCode status, List<Object> outputs) {
            this(status, outputs, NO_ARGUMENT);
        }

        static Result refused(long code) {
            return new Result(new StatusCode(code), List.of());
        }
    }

    StationMethod(List<Class<?>> argumentClasses, Body body) {
        this.argumentClasses = List.copyOf(argumentClasses);
        this.body = body;
    }

    @Override
    public CallMethodResult invoke(AccessContext context, CallMethodRequest request) {
        Variant[] inputs = request.getInputArguments() == null ? new Variant[0] : request.getInputArguments();
        if (inputs.length != argumentClasses.size()) {
            return result(
                    new StatusCode(
                            inputs.length < argumentClasses.size()
                                    ? StatusCodes.Bad_ArgumentsMissing
                                    : StatusCodes.Bad_TooManyArguments),
                    new StatusCode[0],
                    List.of());
        }
        Object[] arguments = new Object[inputs.length];
        StatusCode[] checks = new StatusCode[inputs.length];
        boolean fit = true;
        for (int i = 0; i < inputs.length; i++) {
            arguments[i] = inputs[i].value();
            boolean fits = argumentClasses.get(i).isInstance(arguments[i]);
            checks[i] = fits ? StatusCode.GOOD : new StatusCode(StatusCodes.Bad_TypeMismatch);
            fit &= fits;
        }
        if (!fit) {
            return result(new StatusCode(StatusCodes.Bad_InvalidArgument), checks, List.of());
        }
        Session session = context.getSession().orElse(null);
        if (session == null) {
            return result(new StatusCode(StatusCodes.Bad_SessionIdInvalid), new StatusCode[0], List.of());
        }
        Result result = body.call(session, arguments);
        if (result.outOfRange() >= 0) {
            checks[result.outOfRange()] = new StatusCode(StatusCodes.Bad_OutOfRange);
        }
        return result(result.status(), checks, result.outputs());
    }

    private static CallMethodResult result(StatusCode status, StatusCode[] checks, List<Object> outputs) {
        Variant[] variants = outputs.stream().map(Variant::new).toArray(Variant[]::new);
        return new CallMethodResult(status, checks, new DiagnosticInfo[0], variants);
    }
}
