package handler;

import static toolkit.Tool.tool;

import analysis.Correlation;
import analysis.Drawdown;
import analysis.MovingAverage;
import analysis.Outliers;
import analysis.Returns;
import analysis.Trend;
import analysis.Volatility;
import java.io.IOException;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import report.CorrelationReport;
import report.SeriesFile;
import report.SeriesReport;
import toolkit.ToolHandler;
import toolkit.ToolUse;

/** The tools of tools.json, and the defaults of their inputs. */
public final class Handler extends ToolHandler {
    record MovingAverageInput(
            String bucket, String key, Integer window, Boolean hasHeader, String orientation, SeriesFile.Link groups) {}

    record VolatilityInput(
            String bucket,
            String key,
            Double periodsPerYear,
            Boolean hasHeader,
            String orientation,
            SeriesFile.Link groups) {}

    record ReturnsInput(
            String bucket, String key, String method, Boolean hasHeader, String orientation, SeriesFile.Link groups) {}

    record DrawdownInput(String bucket, String key, Boolean hasHeader, String orientation, SeriesFile.Link groups) {}

    record CorrelationInput(
            String bucket,
            String key,
            String of,
            String method,
            Boolean hasHeader,
            String orientation,
            SeriesFile.Link groups) {}

    record TrendInput(
            String bucket,
            String key,
            Integer period,
            String scale,
            Boolean hasHeader,
            String orientation,
            SeriesFile.Link groups) {}

    record OutliersInput(
            String bucket,
            String key,
            String of,
            Double threshold,
            Boolean hasHeader,
            String orientation,
            SeriesFile.Link groups) {}

    public Handler() {
        super(
                tool("calculate_moving_average", MovingAverageInput.class, Handler::movingAverage),
                tool("calculate_volatility", VolatilityInput.class, Handler::volatility),
                tool("calculate_returns", ReturnsInput.class, Handler::returns),
                tool("calculate_drawdown", DrawdownInput.class, Handler::drawdown),
                tool("calculate_correlation_matrix", CorrelationInput.class, Handler::correlation),
                tool("analyze_trend", TrendInput.class, Handler::trend),
                tool("detect_outliers", OutliersInput.class, Handler::outliers));
    }

    private static Object movingAverage(MovingAverageInput in, ToolUse use) throws IOException {
        SeriesFile file = new SeriesFile(in.bucket, in.key, in.hasHeader, in.orientation, in.groups);
        return SeriesReport.run(
                file, use, head -> MovingAverage.of(in.window, head), made -> Map.of("window", made.window()));
    }

    private static Object volatility(VolatilityInput in, ToolUse use) throws IOException {
        SeriesFile file = new SeriesFile(in.bucket, in.key, in.hasHeader, in.orientation, in.groups);
        double periods = in.periodsPerYear == null ? Volatility.TRADING_DAYS : in.periodsPerYear;
        return SeriesReport.run(
                file, use, head -> new Volatility(periods), made -> Map.of("periods_per_year", made.periodsPerYear()));
    }

    private static Object returns(ReturnsInput in, ToolUse use) throws IOException {
        SeriesFile file = new SeriesFile(in.bucket, in.key, in.hasHeader, in.orientation, in.groups);
        String method = in.method == null ? "simple" : in.method;
        return SeriesReport.run(
                file,
                use,
                head -> Returns.of(Returns.Method.valueOf(method.toUpperCase(Locale.ROOT)), head),
                made -> Map.of("method", method));
    }

    private static Object drawdown(DrawdownInput in, ToolUse use) throws IOException {
        SeriesFile file = new SeriesFile(in.bucket, in.key, in.hasHeader, in.orientation, in.groups);
        return SeriesReport.run(file, use, head -> new Drawdown(), made -> Map.of());
    }

    private static Object correlation(CorrelationInput in, ToolUse use) throws IOException {
        SeriesFile file = new SeriesFile(in.bucket, in.key, in.hasHeader, in.orientation, in.groups);
        String method = in.method == null ? "pearson" : in.method;
        return CorrelationReport.run(
                file,
                use,
                new Correlation(ofReturns(in.of), Correlation.Method.valueOf(method.toUpperCase(Locale.ROOT))));
    }

    private static Object trend(TrendInput in, ToolUse use) throws IOException {
        SeriesFile file = new SeriesFile(in.bucket, in.key, in.hasHeader, in.orientation, in.groups);
        String scale = in.scale == null ? "linear" : in.scale;
        return SeriesReport.run(file, use, head -> Trend.of(scale.equals("logarithm"), in.period, head), made -> {
            Map<String, Object> said = new TreeMap<>(Map.of("scale", scale));
            if (in.period != null) {
                said.put("period", in.period);
            }
            return said;
        });
    }

    private static Object outliers(OutliersInput in, ToolUse use) throws IOException {
        SeriesFile file = new SeriesFile(in.bucket, in.key, in.hasHeader, in.orientation, in.groups);
        double threshold = in.threshold == null ? Outliers.USUAL_THRESHOLD : in.threshold;
        return SeriesReport.run(
                file,
                use,
                head -> new Outliers(ofReturns(in.of), threshold),
                made -> Map.of("of", made.ofReturns() ? "returns" : "values", "threshold", threshold));
    }

    private static boolean ofReturns(String of) {
        return !"values".equals(of);
    }
}
