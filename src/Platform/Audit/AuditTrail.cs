using Linli.Platform.Data;
using Linli.Platform.Security;

namespace Linli.Platform.Audit;

/// <summary>Writes to the audit log, in the caller's name and in the current transaction.</summary>
public sealed class AuditTrail(LinliDb db, CurrentCaller caller, TimeProvider time)
{
    /// <summary>Adds a line.</summary>
    /// <param name="action">What was done, such as <c>cases.AnswerCase</c>.</param>
    /// <param name="subject">Id of the thing it was done to.</param>
    /// <param name="scope">Where.</param>
    /// <param name="detail">Further facts without personal data.</param>
    public void Record(string action, string? subject = null, ScopePath? scope = null, string? detail = null) =>
        db.Records<AuditEntry>().Add(Line(caller.Value, Clock.Now(time), action, subject, scope, detail));

    internal static AuditEntry Line(Caller caller, DateTimeOffset now, string action, string? subject, ScopePath? scope = null, string? detail = null) => new()
    {
        Id = Guid.CreateVersion7(now),
        At = now,
        Actor = caller.IsSystem ? "system" : caller.Account?.ToString() ?? "anonymous",
        Action = action,
        Subject = subject,
        Scope = scope?.Value,
        Detail = detail,
    };
}
