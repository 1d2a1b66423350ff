package dev.pollux.server.space;

import java.util.HashMap;
import java.util.Map;
import org.eclipse.milo.opcua.stack.core.types.builtin.LocalizedText;
import org.eclipse.milo.opcua.stack.core.types.structured.EUInformation;

/**
 * Units by their usual symbols. The numbers are those of UNECE Recommendation 20: the characters of the common code as
 * one integer (OPC 10000-8 §5.6.4.3).
 */
final class EngineeringUnits {
    static final String UNECE = "http://www.opcfoundation.org/UA/units/un/cefact";
    private static final int UNKNOWN = -1;

    private static final String[][] TABLE = {
        {"m3/h", "MQH", "cubic metre per hour"}, {"m3/s", "MQS", "cubic metre per second"},
        {"m3", "MTQ", "cubic metre"}, {"l", "LTR", "litre"},
        {"l/h", "E32", "litre per hour"}, {"l/min", "L2", "litre per minute"},
        {"l/s", "G51", "litre per second"}, {"bar", "BAR", "bar"},
        {"mbar", "MBR", "millibar"}, {"Pa", "PAL", "pascal"},
        {"kPa", "KPA", "kilopascal"}, {"MPa", "MPA", "megapascal"},
        {"°C", "CEL", "degree Celsius"}, {"°F", "FAH", "degree Fahrenheit"},
        {"K", "KEL", "kelvin"}, {"%", "P1", "percent"},
        {"ppm", "59", "part per million"}, {"m", "MTR", "metre"},
        {"mm", "MMT", "millimetre"}, {"cm", "CMT", "centimetre"},
        {"km", "KMT", "kilometre"}, {"m2", "MTK", "square metre"},
        {"A", "AMP", "ampere"}, {"mA", "4K", "milliampere"},
        {"V", "VLT", "volt"}, {"mV", "2Z", "millivolt"},
        {"kV", "KVT", "kilovolt"}, {"W", "WTT", "watt"},
        {"kW", "KWT", "kilowatt"}, {"MW", "MAW", "megawatt"},
        {"Wh", "WHR", "watt hour"}, {"kWh", "KWH", "kilowatt hour"},
        {"MWh", "MWH", "megawatt hour"}, {"VA", "D46", "volt - ampere"},
        {"kVA", "KVA", "kilovolt - ampere"}, {"Hz", "HTZ", "hertz"},
        {"kHz", "KHZ", "kilohertz"}, {"rpm", "RPM", "revolutions per minute"},
        {"mg/l", "M1", "milligram per litre"}, {"g/l", "GL", "gram per litre"},
        {"kg/m3", "KMQ", "kilogram per cubic metre"}, {"kg", "KGM", "kilogram"},
        {"g", "GRM", "gram"}, {"t", "TNE", "tonne"},
        {"kg/h", "E93", "kilogram per hour"}, {"h", "HUR", "hour"},
        {"min", "MIN", "minute"}, {"s", "SEC", "second"},
        {"ms", "C26", "millisecond"}, {"d", "DAY", "day"},
        {"m/s", "MTS", "metre per second"}, {"N", "NEW", "newton"},
        {"Nm", "NU", "newton metre"}, {"J", "JOU", "joule"},
        {"Ohm", "OHM", "ohm"}, {"pH", "Q30", "pH (potential of Hydrogen)"},
        {"uS/cm", "G42", "microsiemens per centimetre"}, {"lx", "LUX", "lux"},
        {"dB", "2N", "decibel"}, {"°", "DD", "degree [unit of angle]"},
    };

    private static final Map<String, String[]> BY_SYMBOL = bySymbol();

    private EngineeringUnits() {}

    private static Map<String, String[]> bySymbol() {
        Map<String, String[]> map = new HashMap<>();
        for (String[] row : TABLE) {
            map.put(row[0], row);
        }
        return Map.copyOf(map);
    }

    /** Unit for a symbol as projects write it; an unknown one keeps its text and has the number -1. */
    static EUInformation of(String symbol) {
        String[] row = BY_SYMBOL.get(normal(symbol));
        return row == null
                ? new EUInformation(UNECE, UNKNOWN, LocalizedText.english(symbol), LocalizedText.english(symbol))
                : new EUInformation(
                        UNECE, number(row[1]), LocalizedText.english(symbol), LocalizedText.english(row[2]));
    }

    private static String normal(String symbol) {
        String text = symbol.strip()
                .replace('³', '3')
                .replace('²', '2')
                .replace('µ', 'u')
                .replace('μ', 'u')
                .replace("Ω", "Ohm");
        return switch (text) {
            case "1/min" -> "rpm";
            case "degC" -> "°C";
            case "degF" -> "°F";
            case "L" -> "l";
            default -> text;
        };
    }

    private static int number(String code) {
        int number = 0;
        for (int i = 0; i < code.length(); i++) {
            number = number << 8 | code.charAt(i);
        }
        return number;
    }
}
