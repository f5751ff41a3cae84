using System.Numerics;
using Linli.Platform.Results;

namespace Linli.People.Register.Rules;

/// <summary>An owner's share of a home (产权份额) as the certificate states it: 1/2, 33/100. Compared exactly, never as a decimal.</summary>
/// <param name="Numerator">At least 1.</param>
/// <param name="Denominator">At least the numerator.</param>
internal readonly record struct Share(int Numerator, int Denominator)
{
    /// <summary>The finest share that is taken: certificates do not cut homes into smaller pieces.</summary>
    public const int Finest = 1_000_000;

    public static readonly Share Whole = new(1, 1);

    /// <summary>A share as people write it: <c>1/2</c>, <c>50%</c>, <c>33.3%</c>, <c>1</c>; <c>null</c> when it is none.</summary>
    public static Share? Parse(string? text)
    {
        var typed = (text ?? "").Normalize(System.Text.NormalizationForm.FormKC).Replace(" ", "", StringComparison.Ordinal);
        if (typed is "1" or "全部")
            return Whole;
        if (typed.EndsWith('%'))
            return Percent(typed[..^1]);
        return typed.Split('/') is [var above, var below] && Whole32(above) is { } n && Whole32(below) is { } d && IsOne(n, d) ? new(n, d) : null;
    }

    /// <summary>Whether two numbers are a share: more than nothing, at most the whole home.</summary>
    public static bool IsOne(int? numerator, int? denominator) =>
        numerator >= 1 && denominator is >= 1 and <= Finest && numerator <= denominator;

    /// <summary>Shares put together, as an exact fraction.</summary>
    public static Held Sum(IEnumerable<Share> shares)
    {
        var (n, d) = (BigInteger.Zero, BigInteger.One);
        foreach (var share in shares)
        {
            (n, d) = ((n * share.Denominator) + (share.Numerator * d), d * share.Denominator);
            var common = BigInteger.GreatestCommonDivisor(n, d);
            (n, d) = (n / common, d / common);
        }

        return new(n, d);
    }

    /// <summary>The problem of a new owner beside those who are there; <c>null</c> when the home is large enough for all.</summary>
    /// <param name="share">The new owner's; <c>null</c> where the register does not say, which takes no part.</param>
    /// <param name="others">Shares of the owners there are, of companies too.</param>
    public static Problem? Check(Share? share, IEnumerable<Share> others)
    {
        if (share is not { } wanted)
            return null;
        if (!IsOne(wanted.Numerator, wanted.Denominator))
            return Wrong;
        var held = Sum(others);
        return held.With(wanted)
            ? new("register.share_exceeds",
                ($"其他业主已登记份额 {held}，再加 {wanted} 就超过 100%，请先核对产权证。",
                    $"The other owners hold {held} already: with {wanted} more they would own more than the home. Check the certificate first."),
                ProblemKind.Conflict, "share")
            : null;
    }

    /// <summary>Shares put together.</summary>
    public readonly record struct Held(BigInteger Numerator, BigInteger Denominator)
    {
        /// <summary>Whether nothing is left.</summary>
        public bool IsAll => Numerator >= Denominator;

        /// <summary>Whether it would be more than the home with one share more.</summary>
        public bool With(Share share) => (Numerator * share.Denominator) + (share.Numerator * Denominator) > Denominator * share.Denominator;

        /// <inheritdoc/>
        public override string ToString() => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{Numerator}/{Denominator}");
    }

    /// <summary>What is said of something that is no share.</summary>
    public static Problem Wrong => Problem.Invalid("share", "register.share_invalid",
        "份额请写成 1/2 或 50%，大于 0、不超过 100%。", "Write a share as 1/2 or 50%: more than nothing and at most the whole home.");

    /// <inheritdoc/>
    public override string ToString() => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{Numerator}/{Denominator}");

    private static Share? Percent(string number)
    {
        var dot = number.IndexOf('.', StringComparison.Ordinal);
        var decimals = dot < 0 ? 0 : number.Length - dot - 1;
        if (decimals > 4 || Whole32(number.Replace(".", "", StringComparison.Ordinal)) is not { } n)
            return null;
        var d = 100 * (int)Math.Pow(10, decimals);
        if (!IsOne(n, d))
            return null;
        var common = (int)BigInteger.GreatestCommonDivisor(n, d);
        return new(n / common, d / common);
    }

    private static int? Whole32(string text) =>
        int.TryParse(text, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var number) ? number : null;
}
