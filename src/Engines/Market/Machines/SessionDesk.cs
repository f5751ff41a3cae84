using Linli.Ledger;
using Linli.Market.Machines.Buy;
using Linli.Market.Machines.Device;
using Linli.Notices;
using Linli.People;
using Linli.Platform.Data;
using Linli.Platform.Events;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.Text;
using Microsoft.EntityFrameworkCore;

namespace Linli.Market.Machines;

/// <summary>
/// Begins, follows and ends purchases. Money, stock and the session change in one transaction, while the machine is locked; what a
/// session became it became once.
/// </summary>
internal sealed class SessionDesk(
    LinliDb db, ILedger ledger, IInsuranceAccounts insurance, MachineBook book, MachineSignal signal, INotices notices, IPersonAccounts accounts, IPeople people, CurrentCaller current, Outbox outbox,
    TimeProvider time)
{
    public const string Poster = "market.machines";

    /// <summary>Account of what a shop's machines take in; everybody pays into it, so it has no floor.</summary>
    public const string Takings = "machine-takings";

    /// <summary>Sets the money aside and gives the machine its command.</summary>
    public async Task<Result<MachineSession>> Begin(Machine machine, Payer payer, long fen, IReadOnlyList<ShelfTerms> terms, int? shelf, long? grams, CancellationToken cancel, bool insured = false)
    {
        var now = Clock.Now(time);
        var id = Guid.CreateVersion7(now);
        var wallet = await ledger.Wallet(payer.Person, LedgerUnit.Fen, cancel);
        var hold = await ledger.Hold(
            new(wallet, Amount.Of(new Fen(fen)), now + MachineRules.HoldLife, Poster, id.ToString("D"), ($"{machine.NameZh}预留", $"Set aside at {machine.NameEn}")) { Subject = id.ToString("D") }, cancel);
        if (!hold.Ok)
            return WalletShortage.Of(await ledger.Balance(wallet, cancel), new(fen), $"/m/{machine.Code}", payer.For is null ? null : payer.Person) ?? hold.Problem;
        var session = new MachineSession
        {
            Id = id, Scope = machine.Scope, Machine = machine.Id, Number = $"{machine.Code.ToUpperInvariant()}-{++machine.Sessions:0000}", Kind = machine.Kind, Person = payer.Person,
            Account = current.Value.Account, State = SessionState.Authorised, At = now, MovedAt = now, Wallet = wallet, Hold = hold.Value, HoldFen = fen,
            Terms = ShelfTerms.Write(terms), Shelf = shelf, WantedGrams = grams, UsesInsurance = insured,
        };
        db.Insert(session);
        machine.Session = id;
        book.Send(machine, machine.Kind == MachineKind.RiceMill ? CommandKind.Mill : CommandKind.Unlock, session, signal);
        await Moved(machine, session, cancel);
        return session;
    }

    /// <summary>Looks at everything the machine has said of a session, and goes on where that leads.</summary>
    public async Task Advance(Machine machine, MachineSession session, CancellationToken cancel)
    {
        if (!session.IsOpen)
            return;
        var (now, folded) = (Clock.Now(time), await Fold(machine, session, cancel));
        session.MovedAt = now;
        if (folded.State == SessionState.Authorised)
            return;
        session.BeganAt ??= now;
        switch (folded.State)
        {
            case SessionState.Running:
                // What staff look at stays with them until the machine's word is whole.
                if (session.State == SessionState.Authorised)
                    session.State = SessionState.Running;
                await Moved(machine, session, cancel);
                return;
            case SessionState.Review when session.State == SessionState.Review:
                await Moved(machine, session, cancel);
                break;
            case SessionState.Review:
                await Review(machine, session, folded.Reason!, cancel);
                break;
            default:
                await End(machine, session, folded.Sold, folded.Net ?? new Dictionary<int, long>(), folded.Reason, cancel);
                break;
        }

        await MarkLater(session, folded.LastSeq, cancel);
    }

    /// <summary>Leaves a session to staff: nothing is charged by itself, and the machine serves others.</summary>
    public async Task Review(Machine machine, MachineSession session, string reason, CancellationToken cancel)
    {
        (session.State, session.Reason, session.FinishedAt) = (SessionState.Review, reason, Clock.Now(time));
        if (machine.Session == session.Id)
            machine.Session = null;
        await TellPerson(session, "machine.review", ("这次购买需要人工核对", "A colleague looks at this purchase"),
            ($"{SessionWords.Reason(reason).Zh}。工作人员会核对记录，目前没有扣款。", $"{SessionWords.Reason(reason).En}. Staff look at the records; nothing was charged."), "review", cancel);
        await TellStaff(machine, "machine.review", ("有一笔购买需要核对", "A purchase waits to be looked at"),
            ($"{machine.NameZh} {session.Number}：{SessionWords.Reason(reason).Zh}", $"{machine.NameEn} {session.Number}: {SessionWords.Reason(reason).En}"), $"review:{session.Id}", cancel);
        await Moved(machine, session, cancel);
    }

    /// <summary>Goes on with everything that new events may concern: purchases they name, and those that wait for a number.</summary>
    public async Task AdvanceAll(Machine machine, IReadOnlySet<Guid> named, CancellationToken cancel)
    {
        SessionState[] open = [SessionState.Authorised, SessionState.Running, SessionState.Review];
        // The machine's own sessions. A number that was missing may belong to one that none of the events names.
        foreach (var session in await db.Unfiltered<MachineSession>().Where(s => s.Machine == machine.Id && open.Contains(s.State)).OrderBy(s => s.At).ToListAsync(cancel))
            if (named.Contains(session.Id) || session.State == SessionState.Running)
                await Advance(machine, session, cancel);
    }

    /// <summary>Calls staff where the machine no longer knows whether its door is open or what is broken.</summary>
    public async Task TellOfDoubt(Machine machine, CancellationToken cancel)
    {
        if (machine.DoorUnsure)
            await TellStaff(machine, "machine.doubt", ("请看看柜门关好没有", "Please see whether a door is closed"), ($"{machine.NameZh} 丢失了关门记录，现场看过后在设备页按“门已关好”，才能继续售卖。", $"{machine.NameEn} lost its records: look at the door and say so on its page, until then it sells nothing."), $"door:{machine.Id}:{machine.DoorSeq}", cancel);
        if (machine.FaultUnsure)
            await TellStaff(machine, "machine.doubt", ("请看看设备修好没有", "Please see whether a machine is repaired"), ($"{machine.NameZh} 丢失了故障后的记录，现场看过后在设备页按“已修好”，才能继续售卖。", $"{machine.NameEn} lost its records after a fault: look at it and say so on its page, until then it sells nothing."), $"fault:{machine.Id}:{machine.FaultSeq}", cancel);
    }

    /// <summary>Ends a session: takes what was sold, sets the rest free, moves the stock. Called once for each.</summary>
    /// <param name="machine">Locked.</param>
    /// <param name="session">Open.</param>
    /// <param name="sold">What is charged.</param>
    /// <param name="net">What left each shelf, in grams.</param>
    /// <param name="reason">A code of <see cref="SessionReasons"/>, where there is something to say.</param>
    /// <param name="cancel">Stops waiting.</param>
    public async Task End(Machine machine, MachineSession session, IReadOnlyList<SoldLine> sold, IReadOnlyDictionary<int, long> net, string? reason, CancellationToken cancel)
    {
        var now = Clock.Now(time);
        session.TotalFen = sold.Sum(l => l.Fen);
        await TakeInsurance(machine, session, sold.Where(l => GoodsClasses.Of(l.Terms.Class).NeedsLicence).Sum(l => l.Fen), cancel);
        await Take(machine, session, cancel);
        foreach (var line in sold)
            db.Records<MachineLine>().Add(new()
            {
                Id = Guid.CreateVersion7(now), Session = session.Id, Shelf = line.Terms.Shelf, NameZh = line.Terms.NameZh, NameEn = line.Terms.NameEn, SoldBy = line.Terms.SoldBy,
                Grams = line.Grams, Pieces = line.Pieces, PriceFen = line.Terms.PriceFen, Fen = line.Fen, Lot = line.Terms.Lot,
            });
        await MoveStock(session, net, cancel);
        (session.State, session.Reason, session.EndedAt) = (sold.Count > 0 ? SessionState.Settled : SessionState.Released, reason ?? session.Reason, now);
        session.FinishedAt ??= now;
        // Until the bag is taken nobody else can have theirs.
        if (machine.Session == session.Id && !(session.Kind == MachineKind.RiceMill && session.State == SessionState.Settled && session.TakenAt is null))
            machine.Session = null;
        await Tell(machine, session, cancel);
        await CallForRefill(machine, cancel);
        await Moved(machine, session, cancel);
    }

    /// <summary>A session that never began: the money is free again.</summary>
    public async Task Withdraw(Machine machine, MachineSession session, MachineCommand command, string reason, CancellationToken cancel)
    {
        command.WithdrawnAt = Clock.Now(time);
        await End(machine, session, [], new Dictionary<int, long>(), reason, cancel);
    }

    /// <summary>What the machine's events say of a session.</summary>
    public async Task<Folded> Fold(Machine machine, MachineSession session, CancellationToken cancel)
    {
        var own = await db.Records<MachineEvent>().AsNoTracking().Where(e => e.Machine == session.Machine && e.Session == session.Id && e.Stray == null).ToListAsync(cancel);
        var terms = ShelfTerms.Read(session.Terms);
        if (session.Kind == MachineKind.RiceMill)
        {
            session.Percent = Math.Max(session.Percent, own.Max(e => e.Percent) ?? 0);
            if (own.Exists(e => e.Kind == EventKind.Milled))
                session.Percent = 100;
        }

        if (own.Count == 0)
            return Folded.Nothing;
        // What happened at the machine since then belongs to the story: a fault of a scale, a number that is lost, the next buyer's door.
        var (from, id) = (own.Min(e => e.Seq), session.Id);
        var to = await db.Records<MachineEvent>().Where(e => e.Machine == session.Machine && e.Seq > from && e.Session != null && e.Session != id).MinAsync(e => (long?)e.Seq, cancel) ?? long.MaxValue;
        to = Math.Max(to, own.Max(e => e.Seq));
        var story = (await db.Records<MachineEvent>().AsNoTracking().Where(e => e.Machine == session.Machine && e.Seq >= from && e.Seq <= to).ToListAsync(cancel)).Select(Of);
        return session.Kind == MachineKind.RiceMill
            ? MachineRules.Rice(session.Id, story, terms.Single(t => t.Shelf == session.Shelf), session.WantedGrams ?? 0, machine.UpTo)
            : MachineRules.Cabinet(session.Id, story, terms, machine.UpTo);
    }

    /// <summary>Tells those who look after a machine: the shop, and the operators of the place.</summary>
    public async Task TellStaff(Machine machine, string kind, Phrase title, Phrase body, string key, CancellationToken cancel)
    {
        var staff = (await people.MembersOf(machine.Shop, cancel)).Concat(await people.StaffFor(machine.Place, [Posts.Operator], cancel)).Select(s => s.Account).Distinct();
        foreach (var account in staff)
            await notices.Tell(account, kind, title, body, $"/desk/machines/{machine.Id}", key, cancel);
    }

    /// <summary>Tells the buyer, and whoever acted for them.</summary>
    public async Task TellPerson(MachineSession session, string kind, Phrase title, Phrase body, string key, CancellationToken cancel)
    {
        foreach (var account in await Following(session, cancel))
            await notices.Tell(account, kind, title, body, $"/machines/s/{session.Id}", $"machine:{session.Id}:{key}", cancel);
    }

    /// <summary>Open pages follow: the buyer's, those of the machine's own shop, and the operators'.</summary>
    public async Task Moved(Machine machine, MachineSession session, CancellationToken cancel)
    {
        var shop = (await people.MembersOf(machine.Shop, cancel)).Select(m => m.Account);
        outbox.Add(new MachineSessionMoved(session.Id, machine.Id, session.Place, session.State.ToString(), [.. shop.Concat(session.Account is { } account ? [account] : []).Distinct()]));
    }

    private async Task<IReadOnlyList<Guid>> Following(MachineSession session, CancellationToken cancel)
    {
        var own = session.Person is { } person ? (await accounts.Of([person], cancel))[person] : [];
        return [.. own.Concat(session.Account is { } account ? [account] : []).Distinct()];
    }

    // Medicine by insurance, as far as it goes; the wallet pays the rest.
    private async Task TakeInsurance(Machine machine, MachineSession session, long fen, CancellationToken cancel)
    {
        if (!session.UsesInsurance || fen == 0 || session.Person is not { } person)
            return;
        var paid = await insurance.Pay(
            new(person, fen, machine.Shop, machine.Place, Poster, $"{session.Id:D}.insurance", ($"{machine.NameZh}购药 {session.Number}", $"Medicine at {machine.NameEn} {session.Number}"), session.Id.ToString("D")), cancel);
        if (paid is { Ok: true, Value: { Fen: > 0 } of })
            (session.InsuranceFen, session.InsuranceTransfer) = (of.Fen, of.Transfer);
    }

    // From the hold first; what it does not cover from the wallet, as far as that goes; the rest is a note for staff. Nobody's
    // balance falls below zero for an apple more.
    private async Task Take(Machine machine, MachineSession session, CancellationToken cancel)
    {
        var due = session.TotalFen - session.InsuranceFen;
        if (due == 0)
        {
            await ledger.Release(session.Hold, cancel);
            return;
        }

        var shop = await ledger.Open(
            new(new(OwnerKind.Shop, machine.Shop), LedgerUnit.Fen, Takings, machine.Place, null) { Label = ($"无人设备销售款 {machine.Shop}", $"Takings of machines {machine.Shop}") }, cancel);
        Phrase memo = session.Kind == MachineKind.RiceMill ? ($"{machine.NameZh}购米 {session.Number}", $"Rice at {machine.NameEn} {session.Number}") : ($"{machine.NameZh}购买 {session.Number}", $"{machine.NameEn} {session.Number}");
        Transfer Sale(string key, long fen) => new(Poster, key, "machine.sale", memo, [Entry.From(session.Wallet, new Fen(fen)), Entry.To(shop, new Fen(fen))]) { Subject = session.Id.ToString("D") };
        var fromHold = Math.Min(due, session.HoldFen);
        var captured = await ledger.Capture(new(session.Hold, Sale($"{session.Id:D}", fromHold)), cancel);
        // A hold that ran out while the machine was cut off has gone back to the wallet: it is taken from there.
        if (captured.Ok)
            (session.Transfer, session.TransferFen) = (captured.Value.Id, fromHold);
        else
            await ledger.Release(session.Hold, cancel);
        session.ChargedFen = session.TransferFen;
        var rest = Math.Min(due - session.ChargedFen, Math.Max(0, (await ledger.Balance(session.Wallet, cancel)).Available ?? 0));
        if (rest > 0 && await ledger.Post(Sale($"{session.Id:D}.rest", rest), cancel) is { Ok: true } posted)
            (session.RestTransfer, session.RestFen, session.ChargedFen) = (posted.Value.Id, rest, session.ChargedFen + rest);
        session.DebtFen = due - session.ChargedFen;
    }

    private async Task MoveStock(MachineSession session, IReadOnlyDictionary<int, long> net, CancellationToken cancel)
    {
        var shelves = await db.Records<MachineShelf>().Where(s => s.Machine == session.Machine && s.TakenAt == null).ToListAsync(cancel);
        if (session.Kind == MachineKind.RiceMill)
        {
            // The stock went with the money when it was set aside; what did not come out goes back, what came beyond it goes too.
            if (shelves.Find(s => s.Number == session.Shelf) is { } hopper && session.WantedGrams is { } wanted && net.GetValueOrDefault(hopper.Number) is var came && came != wanted)
                book.MoveStock(hopper, came < wanted ? StockWhy.Back : StockWhy.Sale, wanted - came, session.Id);
            return;
        }

        foreach (var shelf in shelves.Where(s => net.GetValueOrDefault(s.Number) > s.ToleranceGrams))
            book.MoveStock(shelf, StockWhy.Sale, -net[shelf.Number], session.Id);
    }

    private async Task MarkLater(MachineSession session, long last, CancellationToken cancel)
    {
        foreach (var later in await db.Records<MachineEvent>().Where(e => e.Machine == session.Machine && e.Session == session.Id && e.Seq > last && e.Stray == null
                     && e.Kind != EventKind.Taken && e.Kind != EventKind.Progress && e.Kind != EventKind.Fault && e.Kind != EventKind.Cleared).ToListAsync(cancel))
            later.Stray = "ended";
    }

    private async Task Tell(Machine machine, MachineSession session, CancellationToken cancel)
    {
        var insured = session.InsuranceFen == 0 ? new("", "") : new Phrase($"，医保付 {Yuan.Words(session.InsuranceFen).Zh}", $", {Yuan.Words(session.InsuranceFen).En} by insurance");
        var paid = new Phrase(Yuan.Words(session.ChargedFen).Zh + insured.Zh, Yuan.Words(session.ChargedFen).En + insured.En);
        if (session.State == SessionState.Settled && session.Reason != SessionReasons.Jam)
            await TellPerson(session, "machine.receipt", ("购买已结算", "Your purchase is settled"),
                session.DebtFen == 0 ? ($"实付 {paid.Zh}，点开看每一项。", $"{paid.En} paid; every line is on the receipt.")
                    : ($"实付 {paid.Zh}，余额不足，还差 {Yuan.Words(session.DebtFen).Zh}，请补付。", $"{paid.En} paid; {Yuan.Words(session.DebtFen).En} is still open, please pay it."), "end", cancel);
        else if (session.Reason == SessionReasons.Cancelled)
            return;
        else if (session.Reason is not null)
            await TellPerson(session, "machine.receipt", session.ChargedFen == 0 ? ("没有扣款", "Nothing was charged") : ("只收了出货部分的钱", "Only what came out was charged"),
                ($"{SessionWords.Reason(session.Reason).Zh}，实收 {paid.Zh}，其余已退回钱包。", $"{SessionWords.Reason(session.Reason).En}: {paid.En} was charged, the rest is back in your wallet."), "end", cancel);
        if (session.DebtFen > 0)
            await TellStaff(machine, "machine.debt", ("有一笔尾款未付", "A purchase is not paid in full"), ($"{machine.NameZh} {session.Number}", $"{machine.NameEn} {session.Number}"), $"debt:{session.Id}", cancel);
    }

    private async Task CallForRefill(Machine machine, CancellationToken cancel)
    {
        var now = Clock.Now(time);
        foreach (var low in (await db.Records<MachineShelf>().Where(s => s.Machine == machine.Id && s.TakenAt == null).ToListAsync(cancel)).Where(s => s.StockGrams < s.LowGrams && s.LowToldAt is null))
        {
            low.LowToldAt = now;
            await TellStaff(machine, "machine.low", ("该补货了", "Time to refill"), ($"{machine.NameZh} · {low.NameZh} 余 {MachineWords.Weight(low.StockGrams).Zh}", $"{machine.NameEn}: {MachineWords.Weight(low.StockGrams).En} of {low.NameEn} left"), $"low:{low.Id}:{now:O}", cancel);
        }
    }

    private static Happened Of(MachineEvent e) => new(
        e.Seq, e.Kind, e.Session, e.Shelf, e.Grams, e.Readings is null ? null : System.Text.Json.JsonSerializer.Deserialize<Dictionary<int, long>>(e.Readings), e.Code);
}
