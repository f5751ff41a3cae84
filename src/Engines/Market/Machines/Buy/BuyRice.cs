using Linli.People;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using System.Text.Json.Serialization;

namespace Linli.Market.Machines.Buy;

/// <summary>
/// Pays for rice at a mill (购米): the money is set aside and the stock goes with it, then the mill begins. Charged is what comes out.
/// </summary>
/// <param name="Shelf">Number of the hopper.</param>
/// <param name="Grams">500 to 10,000 in steps of 500.</param>
/// <param name="PriceFen">The price of 500 g that the buyer saw, in fen; another one meanwhile is said, not charged.</param>
/// <param name="OnBehalfOf">Somebody of the family whose wallet pays.</param>
/// <param name="IdempotencyKey">Made by the client: sent again, it is the same purchase.</param>
internal sealed record BuyRice(int Shelf, long Grams, long PriceFen, Guid? OnBehalfOf = null, string? IdempotencyKey = null)
    : ICommand<SessionBegun>, IValidated, IRepeatable, IAudited
{
    /// <summary>Code of the machine.</summary>
    [JsonIgnore]
    public string Code { get; init; } = "";

    public string? AuditSubject => MachineBook.Normal(Code);

    object IRepeatable.Wish => new { Code = MachineBook.Normal(Code), Shelf, Grams, PriceFen, OnBehalfOf };

    public IEnumerable<Problem> Problems()
    {
        if (Grams is < MachineRules.StepGrams or > MachineRules.MostGrams || Grams % MachineRules.StepGrams != 0)
            yield return Problem.Invalid("grams", "market.machine_weight", "请选 500 克到 10 公斤，每档 500 克。", "Choose 500 g to 10 kg in steps of 500 g.");
        if (PriceFen <= 0)
            yield return Problem.Invalid("priceFen", "market.machine_price_seen", "请带上您看到的价格。", "Send the price that was shown.");
    }
}

/// <summary>A purchase that began.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Number">What stands on its receipt.</param>
/// <param name="HeldFen">What was set aside, in fen.</param>
internal sealed record SessionBegun(Guid Id, string Number, long HeldFen);

internal sealed class BuyRiceHandler(MachineBook book, SessionDesk desk, Payers payers, IActingFor family) : IHandler<BuyRice, SessionBegun>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapPost("/machines/{code}/rice", (string code, BuyRice request, UseCaseRunner run, CancellationToken cancel) => run.Answer(request with { Code = code }, cancel))
            .Needs(Access.SignedIn).WithTags("machines").WithSummary("Pay for rice at a mill 碾米机购米");

    public async Task<Result<SessionBegun>> Handle(BuyRice request, CancellationToken cancel)
    {
        var payer = await payers.Find(request.OnBehalfOf, cancel);
        if (!payer.Ok)
            return payer.As<SessionBegun>();
        if (await book.Lock(request.Code, cancel) is not { Kind: MachineKind.RiceMill } machine)
            return MachineBook.NotFound;
        if (book.NotReady(machine) is { } notReady)
            return notReady;
        var (hopper, terms) = (await book.Offers(machine.Id, cancel)).FirstOrDefault(o => o.Shelf.Number == request.Shelf);
        if (hopper is null || terms is null)
            return Problem.Invalid("shelf", "market.machine_shelf", "这种米现在不卖，请重新选择。", "This rice is not sold now: choose another.");
        if (book.NotSold(machine, [hopper]) is { } notSold)
            return notSold;
        if (terms.PriceFen != request.PriceFen)
            return Problem.Conflict("market.machine_price_changed", $"价格刚刚改为 {MachineWords.Price(terms.SoldBy, terms.PriceFen).Zh}，请确认后再付款。没有扣款。", $"The price has just become {MachineWords.Price(terms.SoldBy, terms.PriceFen).En}: look again before you pay. Nothing was charged.");
        if (hopper.StockGrams < request.Grams)
            return Problem.Conflict("market.machine_stock", $"{terms.NameZh}还剩 {MachineWords.Weight(Steps(hopper.StockGrams)).Zh}，请选小一点的重量。", $"{MachineWords.Weight(Steps(hopper.StockGrams)).En} of {terms.NameEn} are left: choose less.");
        var begun = await desk.Begin(machine, payer.Value, MachineRules.PriceOf(request.Grams, terms.PriceFen), [terms], request.Shelf, request.Grams, cancel);
        if (!begun.Ok)
            return begun.As<SessionBegun>();
        book.MoveStock(hopper, StockWhy.Sale, -request.Grams, begun.Value.Id);
        if (payer.Value.For is { } other)
            family.Record(other, FamilyMatters.Book, begun.Value.Id.ToString(), ($"在{machine.NameZh}代买 {MachineWords.Weight(request.Grams).Zh}{terms.NameZh}", $"Bought {MachineWords.Weight(request.Grams).En} of {terms.NameEn}"), $"/machines/s/{begun.Value.Id}");
        return new SessionBegun(begun.Value.Id, begun.Value.Number, begun.Value.HoldFen);
    }

    /// <summary>What of a stock can be sold.</summary>
    public static long Steps(long grams) => grams / MachineRules.StepGrams * MachineRules.StepGrams;
}
