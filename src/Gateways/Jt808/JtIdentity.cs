using System.Text;

namespace Linli.Jt808;

/// <summary>Which terminal registers: its maker and the number that the maker gave it (0x0100), the same at every start.</summary>
internal static class JtIdentity
{
    // Province and city come first; then maker, model and number, longer since 2019.
    private static readonly (int Maker, int Model, int Number) Of2013 = (5, 20, 7);
    private static readonly (int Maker, int Model, int Number) Of2019 = (11, 30, 30);
    private const int Before = 4;

    /// <summary>Maker and number; <c>null</c> when the terminal leaves one of them out.</summary>
    /// <param name="body">Of the message.</param>
    /// <param name="is2019">Whether its header is that of 2019.</param>
    public static string? Of(ReadOnlySpan<byte> body, bool is2019)
    {
        var (maker, model, number) = is2019 ? Of2019 : Of2013;
        if (body.Length < Before + maker + model + number)
            return null;
        var (who, which) = (Text(body.Slice(Before, maker)), Text(body.Slice(Before + maker + model, number)));
        return who.Length == 0 || which.Trim('0').Length == 0 ? null : $"{who}/{which}";
    }

    private static string Text(ReadOnlySpan<byte> padded) => Encoding.Latin1.GetString(padded.Trim((byte)0).Trim((byte)' '));
}
