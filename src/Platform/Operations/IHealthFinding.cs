using Linli.Platform.Text;

namespace Linli.Platform.Operations;

/// <summary>How bad a finding is.</summary>
public enum Verdict
{
    /// <summary>As it should be.</summary>
    Good,

    /// <summary>Works, but somebody should look at it.</summary>
    Note,

    /// <summary>Does not work, or soon will not.</summary>
    Fault,
}

/// <summary>One line of <c>linli doctor</c>.</summary>
/// <param name="Verdict">How bad it is.</param>
/// <param name="What">What was looked at.</param>
/// <param name="Detail">What was seen, and what to do.</param>
public sealed record Finding(Verdict Verdict, Phrase What, string Detail);

/// <summary>Something <c>linli doctor</c> looks at; a module registers its own as a service.</summary>
public interface IHealthFinding
{
    /// <summary>Looks, and changes nothing.</summary>
    Task<IReadOnlyList<Finding>> Look(CancellationToken cancel);
}
