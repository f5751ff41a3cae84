using System.Globalization;
using Linli.Platform.Results;

namespace Linli.Places.Walking.Import;

/// <summary>Longitude in the place of latitude, as far as the numbers show it.</summary>
internal static class SwappedDegrees
{
    /// <summary>Whether the numbers are possible only the other way round, or lie in China only that way.</summary>
    public static bool Look(double longitude, double latitude) =>
        Math.Abs(latitude) is > 90 and <= 180 && Math.Abs(longitude) <= 90 || longitude is > 17 and < 54 && latitude is > 73 and < 136;

    public static Problem Problem(string where, double longitude, double latitude) => Platform.Results.Problem.Invalid("file", "places.swapped",
        string.Create(CultureInfo.InvariantCulture, $"{where} 的经度和纬度填反了（经度 {longitude}，纬度 {latitude}）：经度在前，请交换后重新导入。"),
        string.Create(CultureInfo.InvariantCulture, $"Longitude and latitude are swapped at {where} (longitude {longitude}, latitude {latitude}): put longitude first and import again."));
}
