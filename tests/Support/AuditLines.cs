using Linli.Platform.Audit;
using Linli.Platform.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Linli.Tests;

/// <summary>One line of the audit log, for tests.</summary>
public sealed record AuditLine(string Actor, string Action, string? Subject, string? Detail);

/// <summary>Reads the audit log.</summary>
public static class AuditLines
{
    /// <summary>Lines whose action contains a text, oldest first.</summary>
    public static Task<List<AuditLine>> Audit(this TestTown town, string action) => town.InScope(services =>
        services.GetRequiredService<LinliDb>().Records<AuditEntry>().AsNoTracking().Where(a => a.Action.Contains(action)).OrderBy(a => a.Seq)
            .Select(a => new AuditLine(a.Actor, a.Action, a.Subject, a.Detail)).ToListAsync());
}
