namespace Linli.Hj212;

/// <summary>What the codes of factors are measured as (附录 B, with HJ 524 and HJ 525); other codes are kept under their own name.</summary>
public static class HjFactors
{
    private static readonly Dictionary<string, string> Known = new(StringComparer.OrdinalIgnoreCase)
    {
        // Surface water
        ["w01001"] = "ph", ["w01003"] = "turbidity", ["w01009"] = "dissolved-oxygen", ["w01010"] = "temperature", ["w01014"] = "conductivity", ["w01018"] = "cod", ["w01019"] = "permanganate",
        ["w21001"] = "total-nitrogen", ["w21003"] = "ammonia", ["w21011"] = "total-phosphorus", ["w01016"] = "chlorophyll", ["w19011"] = "algae",

        // Air
        ["a34004"] = "pm25", ["a34002"] = "pm10", ["a34001"] = "tsp", ["a05024"] = "o3", ["a21026"] = "so2", ["a21004"] = "no2", ["a21005"] = "co", ["a21003"] = "no", ["a21002"] = "nox",
        ["a01001"] = "temperature", ["a01002"] = "humidity", ["a01006"] = "pressure", ["a01007"] = "wind-speed", ["a01008"] = "wind-direction", ["LA"] = "noise", ["Leq"] = "noise",

        // 2005
        ["001"] = "ph", ["003"] = "turbidity", ["009"] = "dissolved-oxygen", ["010"] = "temperature", ["011"] = "cod", ["060"] = "ammonia", ["065"] = "total-nitrogen", ["101"] = "total-phosphorus",
    };

    /// <summary>Code of the measure of a factor.</summary>
    public static string MeasureOf(string factor) => Known.TryGetValue(factor, out var measure) ? measure : factor.ToLowerInvariant();
}
