using System.Text.Json.Serialization;
using Linli.People;
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

/// <summary>
/// Opens a cabinet (授权开门): a deposit is set aside, the door opens, and it is settled by what is missing once the door is closed. For
/// verified residents, and for others where the machine takes a deposit of them.
/// </summary>
/// <param name="OnBehalfOf">Somebody of the family whose wallet pays.</param>
/// <param name="IdempotencyKey">Made by the client: sent again, it is the same purchase.</param>
internal sealed record OpenCabinet(Guid? OnBehalfOf = null, string? IdempotencyKey = null) : ICommand<SessionBegun>, IRepeatable, IAudited
{
    /// <summary>Code of the machine.</summary>
    [JsonIgnore]
    public string Code { get; init; } = "";

    public string? AuditSubject => MachineBook.Normal(Code);

    object IRepeatable.Wish => new { Code = MachineBook.Normal(Code), OnBehalfOf };
}

internal sealed class OpenCabinetHandler(LinliDb db, MachineBook book, SessionDesk desk, Payers payers, IActingFor family) : IHandler<OpenCabinet, SessionBegun>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapPost("/machines/{code}/open", (string code, OpenCabinet request, UseCaseRunner run, CancellationToken cancel) => run.Answer(request with { Code = code }, cancel))
            .Needs(Access.SignedIn).WithTags("machines").WithSummary("Open a cabinet 果蔬柜开门");

    public async Task<Result<SessionBegun>> Handle(OpenCabinet request, CancellationToken cancel)
    {
        var payer = await payers.Find(request.OnBehalfOf, cancel);
        if (!payer.Ok)
            return payer.As<SessionBegun>();
        if (await book.Lock(request.Code, cancel) is not { Kind: MachineKind.Cabinet } machine)
            return MachineBook.NotFound;
        if (payers.DepositAt(machine) is not { } deposit)
            return Problem.Forbidden("market.machine_verified_only", "果蔬柜先取后付，只对已认证居民开放。请先完成居民认证。", "The cabinet is paid afterwards and opens for verified residents only: register your home first.");
        if (book.NotReady(machine) is { } notReady)
            return notReady;
        var person = payer.Value.Person;
        // One's own purchases, wherever they were.
        if (await db.Unfiltered<MachineSession>().Where(s => s.Person == person && s.DebtFen > 0 && s.DebtClosed == null).OrderBy(s => s.At).FirstOrDefaultAsync(cancel) is { } open)
            return Problem.Conflict("market.machine_debt", $"订单 {open.Number} 还差 {Yuan.Words(open.DebtFen).Zh}，补付后可以继续使用。", $"{Yuan.Words(open.DebtFen).En} of {open.Number} is still open: pay it first.");
        var terms = (await book.Offers(machine.Id, cancel)).Select(o => o.Terms).OfType<ShelfTerms>().ToList();
        if (terms.Count == 0)
            return Problem.Conflict("market.machine_empty", "柜里还没有上架商品。", "Nothing is sold in this cabinet yet.");
        var begun = await desk.Begin(machine, payer.Value, deposit, terms, null, null, cancel);
        if (!begun.Ok)
            return begun.As<SessionBegun>();
        if (payer.Value.For is { } other)
            family.Record(other, FamilyMatters.Book, begun.Value.Id.ToString(), ($"打开{machine.NameZh}代为购买", $"Opened {machine.NameEn} to buy"), $"/machines/s/{begun.Value.Id}");
        return new SessionBegun(begun.Value.Id, begun.Value.Number, begun.Value.HoldFen);
    }
}
