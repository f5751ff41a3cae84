using System.Globalization;
using System.Security.Cryptography;

namespace Linli.People.SignIn;

/// <summary>How codes sent to phones are dealt with.</summary>
internal static class CodeRules
{
    /// <summary>How long a code is good for.</summary>
    public static readonly TimeSpan Life = TimeSpan.FromMinutes(5);

    /// <summary>How soon the next code may be asked for.</summary>
    public static readonly TimeSpan Gap = TimeSpan.FromMinutes(1);

    /// <summary>Wrong tries after which a code is spent.</summary>
    public const int Tries = 5;

    /// <summary>Codes for one phone in 24 hours.</summary>
    public const int PerDay = 10;

    public static string New() => RandomNumberGenerator.GetInt32(1_000_000).ToString("000000", CultureInfo.InvariantCulture);

    /// <summary>Seconds to wait before the next code may be sent; 0 when it may be sent now.</summary>
    /// <param name="sent">When codes were sent to the phone within the last 24 hours.</param>
    /// <param name="now">The instant.</param>
    public static int WaitSeconds(IReadOnlyList<DateTimeOffset> sent, DateTimeOffset now)
    {
        if (sent.Count == 0)
            return 0;
        var afterGap = sent.Max() + Gap;
        var afterDay = sent.Count >= PerDay ? sent.Order().ElementAt(sent.Count - PerDay) + TimeSpan.FromDays(1) : now;
        var next = afterGap > afterDay ? afterGap : afterDay;
        return next <= now ? 0 : (int)Math.Ceiling((next - now).TotalSeconds);
    }

    /// <summary>Whether a code may still be tried.</summary>
    public static bool IsOpen(SignInCode code, DateTimeOffset now) => !code.Used && code.Tries < Tries && now < code.At + Life;
}
