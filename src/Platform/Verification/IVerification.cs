namespace Linli.Platform.Verification;

/// <summary>One check of <c>linli verify</c>.</summary>
public interface IVerification
{
    /// <summary>What is checked, for the report.</summary>
    string Name { get; }

    /// <summary>Looks at everything there is.</summary>
    /// <returns>How many rows were looked at, and every fault found.</returns>
    Task<VerificationReport> Check(CancellationToken cancel);
}

/// <summary>What a check found.</summary>
/// <param name="Checked">How many rows were looked at.</param>
/// <param name="Faults">One sentence per fault; none when all is well.</param>
public sealed record VerificationReport(long Checked, IReadOnlyList<string> Faults);
