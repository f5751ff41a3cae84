using Linli.Market.Machines;
using Linli.Platform.Data;
using Linli.Platform.Text;
using Linli.Platform.Time;
using Microsoft.EntityFrameworkCore;

namespace Linli.Market.Reports;

/// <summary>What unattended machines sold, for the reports of shops: a shop that lives by its cabinet sees what it brings.</summary>
internal static class MachineSales
{
    /// <summary>A line of a receipt with its purchase.</summary>
    internal sealed record Line
    {
        public required Guid Session { get; init; }

        public required string Shop { get; init; }

        public required DateTimeOffset At { get; init; }

        public required MachineLine Sold { get; init; }

        public required long ChargedFen { get; init; }

        public required long RefundedFen { get; init; }
    }

    /// <summary>The same with its share of what was paid and given back.</summary>
    internal sealed record Sold(Guid Session, string Shop, DateOnly Day, Phrase Name, long Count, long SoldFen, long BackFen);

    /// <summary>Lines of settled purchases at some machines.</summary>
    public static IQueryable<Line> Of(LinliDb db, IQueryable<MachineSession> sessions, IQueryable<Machine> machines) =>
        db.Records<MachineLine>().AsNoTracking()
            .Join(sessions.Where(s => s.State == SessionState.Settled && s.EndedAt != null), l => l.Session, s => s.Id, (l, s) => new { Line = l, Session = s })
            .Join(machines, x => x.Session.Machine, m => m.Id, (x, m) => new Line
            {
                Session = x.Session.Id, Shop = m.Shop, At = x.Session.EndedAt!.Value, Sold = x.Line, ChargedFen = x.Session.ChargedFen + x.Session.InsuranceFen, RefundedFen = x.Session.RefundedFen + x.Session.InsuranceBackFen,
            });

    /// <summary>What was paid for each line in these local days. What a buyer still owes was not sold yet; what came back is taken off the first lines.</summary>
    public static async Task<IReadOnlyList<Sold>> Read(IQueryable<Line> lines, DateOnly from, DateOnly until, CancellationToken cancel)
    {
        var (begin, end) = (LocalTime.StartOfDay(from), LocalTime.StartOfDay(until.AddDays(1)));
        var sold = new List<Sold>();
        foreach (var purchase in (await lines.Where(l => l.At >= begin && l.At < end).ToListAsync(cancel)).GroupBy(l => l.Session))
        {
            var (paid, back) = (purchase.First().ChargedFen, purchase.First().RefundedFen);
            foreach (var line in purchase.OrderBy(l => l.Sold.Shelf))
            {
                var fen = Math.Min(line.Sold.Fen, paid);
                var given = Math.Min(fen, back);
                (paid, back) = (paid - fen, back - given);
                // By the piece so many; a weight is one.
                sold.Add(new(line.Session, line.Shop, LocalTime.DateOf(line.At), line.Sold.Name, line.Sold.SoldBy == SoldBy.Piece ? line.Sold.Pieces : 1, fen, given));
            }
        }

        return sold;
    }
}
