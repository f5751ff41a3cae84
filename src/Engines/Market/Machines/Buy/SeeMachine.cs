using Linli.Ledger;
using Linli.Platform.Data;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.Text;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Linli.Market.Machines.Buy;

/// <summary>A machine as the person before it sees it.</summary>
/// <param name="Code">What its QR code holds.</param>
internal sealed record SeeMachine(string Code) : IQuery<MachineFace>;

/// <summary>A machine's face.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Code">Its code.</param>
/// <param name="Kind">Rice mill or cabinet.</param>
/// <param name="Name">What people call it.</param>
/// <param name="Spot">Where it stands.</param>
/// <param name="NotReady">Why nobody can buy now.</param>
/// <param name="Busy">Whether that is only because somebody is being served.</param>
/// <param name="DepositFen">What a cabinet sets aside.</param>
/// <param name="AvailableFen">What the caller's wallet has.</param>
/// <param name="Goods">What it sells.</param>
/// <param name="Running">The caller's own purchase there.</param>
internal sealed record MachineFace(
    Guid Id, string Code, MachineKind Kind, Phrase Name, string Spot, Phrase? NotReady, bool Busy, long DepositFen, long AvailableFen, IReadOnlyList<MachineGoods> Goods, Guid? Running)
{
    /// <summary>The prices of a cabinet as they are shown, for <see cref="OpenCabinet"/>.</summary>
    public string Seen { get; init; } = "";

    /// <summary>What insurance could pay here, where the machine sells medicine and the caller is verified; else <c>null</c>.</summary>
    public InsuranceMeans? Insurance { get; init; }
}

/// <summary>Goods of a machine.</summary>
/// <param name="Shelf">Number of the shelf.</param>
/// <param name="Name">What they are called.</param>
/// <param name="SoldBy">By weight or by piece.</param>
/// <param name="PriceFen">Fen for 500 g, or for one.</param>
/// <param name="StockGrams">What can be sold.</param>
internal sealed record MachineGoods(int Shelf, Phrase Name, SoldBy SoldBy, long PriceFen, long StockGrams)
{
    /// <summary>What kind of goods.</summary>
    public GoodsClass Class { get; init; }

    /// <summary>The last local day of the lot, where it is recorded.</summary>
    public DateOnly? ExpiresOn { get; init; }
}

/// <summary>Machines of the caller's places, and wherever they bought before.</summary>
internal sealed record ListMachines : IQuery<IReadOnlyList<MachineTile>>;

/// <summary>A machine in a list.</summary>
/// <param name="Code">Its code.</param>
/// <param name="Kind">Its kind.</param>
/// <param name="Name">Its name.</param>
/// <param name="Spot">Where it stands.</param>
/// <param name="Ready">Whether one can buy now.</param>
/// <param name="State">Why not, or that it is ready.</param>
internal sealed record MachineTile(string Code, MachineKind Kind, Phrase Name, string Spot, bool Ready, Phrase State);

internal sealed class SeeMachineHandler(LinliDb db, MachineBook book, Payers payers, ILedger ledger, IInsuranceAccounts insurance, CurrentCaller current)
    : IHandler<SeeMachine, MachineFace>, IHandler<ListMachines, IReadOnlyList<MachineTile>>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/machines/{code}", (string code, UseCaseRunner run, CancellationToken cancel) => run.Answer(new SeeMachine(code), cancel))
            .Needs(Access.SignedIn).WithTags("machines").WithSummary("A machine and what it sells 扫码看设备");
        api.MapGet("/machines", (UseCaseRunner run, CancellationToken cancel) => run.Answer(new ListMachines(), cancel))
            .Needs(Access.SignedIn).WithTags("machines").WithSummary("Machines around the caller 身边的无人设备");
    }

    public async Task<Result<MachineFace>> Handle(SeeMachine request, CancellationToken cancel)
    {
        var code = MachineBook.Normal(request.Code);
        // Whoever stands before a machine may see it.
        if (await db.Unfiltered<Machine>().AsNoTracking().SingleOrDefaultAsync(m => m.Code == code && m.RetiredAt == null, cancel) is not { } machine)
            return MachineBook.NotFound;
        var (account, me) = (current.Value.Account, current.Value.Person);
        SessionState[] open = [SessionState.Authorised, SessionState.Running];
        var running = await db.Unfiltered<MachineSession>().AsNoTracking()
            .Where(s => s.Machine == machine.Id && (s.Account == account || (me != null && s.Person == me)) && (open.Contains(s.State) || s.Id == machine.Session))
            .OrderByDescending(s => s.At).Select(s => (Guid?)s.Id).FirstOrDefaultAsync(cancel);
        var offers = await book.Offers(machine.Id, cancel);
        var notReady = book.NotReady(machine) ?? (machine.Kind == MachineKind.Cabinet ? book.NotSold(machine, offers.Select(o => o.Shelf)) : null);
        var goods = offers.Where(o => o.Terms is not null && (machine.Kind == MachineKind.Cabinet || book.NotSold(machine, [o.Shelf]) is null))
            .Select(o => new MachineGoods(o.Shelf.Number, o.Shelf.Name, o.Shelf.SoldBy, o.Terms!.PriceFen, machine.Kind == MachineKind.RiceMill ? BuyRiceHandler.Steps(o.Shelf.StockGrams) : o.Shelf.StockGrams) { Class = o.Shelf.Class, ExpiresOn = o.Shelf.ExpiresOn }).ToList();
        return new MachineFace(
            machine.Id, machine.Code, machine.Kind, machine.Name, machine.Spot, notReady?.Message, notReady?.Code == "market.machine_busy", payers.DepositAt(machine) ?? machine.DepositFen, await Available(me, cancel), goods, running)
        {
            Seen = MachineRules.Seen(offers.Select(o => o.Terms).OfType<ShelfTerms>()),
            Insurance = me is { } buyer && payers.IsVerified && goods.Exists(g => GoodsClasses.Of(g.Class).NeedsLicence) ? await insurance.Means(buyer, cancel) : null,
        };
    }

    public async Task<Result<IReadOnlyList<MachineTile>>> Handle(ListMachines request, CancellationToken cancel)
    {
        // A machine is there for whoever comes; the list shows the nearest communities first.
        var machines = await db.Unfiltered<Machine>().AsNoTracking().Where(m => m.RetiredAt == null).ToListAsync(cancel);
        var homes = current.Value.HomeScopes;
        var shelves = (await db.Records<MachineShelf>().AsNoTracking().Where(s => s.TakenAt == null).ToListAsync(cancel)).ToLookup(s => s.Machine);
        return machines.OrderByDescending(m => homes.Any(h => m.Place.Contains(h) || h.Contains(m.Place))).ThenBy(m => m.Kind).ThenBy(m => m.Code, StringComparer.Ordinal).Take(50)
            .Select(m => (book.NotReady(m) ?? (m.Kind == MachineKind.Cabinet ? book.NotSold(m, shelves[m.Id]) : null)) is { } why
                ? new MachineTile(m.Code, m.Kind, m.Name, m.Spot, false, why.Code switch
                {
                    "market.machine_busy" => ("有人在用", "in use"),
                    "market.machine_fault" => ("故障", "out of order"),
                    "market.machine_expired" or "market.machine_licence_ended" => ("暂停销售", "sells nothing now"),
                    _ => new Phrase("暂时离线", "offline"),
                })
                : new MachineTile(m.Code, m.Kind, m.Name, m.Spot, true, ("可以使用", "ready"))).ToList();
    }

    private async Task<long> Available(Guid? person, CancellationToken cancel) =>
        person is { } me && await ledger.Find(AccountOwner.Person(me), LedgerUnit.Fen, NewAccount.Wallet, cancel) is { } wallet
            ? (await ledger.Balance(wallet, cancel)).Available ?? 0 : 0;
}
