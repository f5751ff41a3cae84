using Linli.Platform.Data;
using Linli.Platform.Security;
using Microsoft.EntityFrameworkCore;

namespace Linli.Ledger.Payments;

/// <summary>Where the lines of top-ups and refunds are shown.</summary>
internal sealed class PaymentLinks(LinliDb db, CurrentCaller current) : ISubjectLinks
{
    public bool Owns(string kind) => kind is ArrivalDesk.Kind or RefundDesk.Kind;

    public async Task<IReadOnlyDictionary<string, SubjectLink>> Find(IReadOnlyCollection<string> subjects, CancellationToken cancel)
    {
        var ids = subjects.Select(s => Guid.TryParse(s, out var id) ? id : default).Where(id => id != default).ToList();
        var (account, person) = (current.Value.Account, current.Value.Person);

        // One's own, or begun by oneself.
        var paid = await db.Unfiltered<Arrival>().Where(a => ids.Contains(a.Id) && a.Payment != null)
            .Join(db.Unfiltered<Payment>().Where(p => (person != null && p.Person == person) || (account != null && p.By == account)), a => a.Payment, p => p.Id, (a, p) => new { a.Id, Payment = p.Id }).ToListAsync(cancel);
        var back = await db.Unfiltered<Refund>().Where(r => ids.Contains(r.Id) && person != null && r.Person == person).Select(r => r.Id).ToListAsync(cancel);
        return paid.Select(p => (p.Id, Href: $"/me/wallet/top-ups/{p.Payment:D}")).Concat(back.Select(id => (Id: id, Href: "/me/wallet/refund")))
            .ToDictionary(l => l.Id.ToString("D"), l => new SubjectLink(l.Href), StringComparer.Ordinal);
    }
}
