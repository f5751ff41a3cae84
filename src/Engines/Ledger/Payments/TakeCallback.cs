using Linli.Platform.Data;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Linli.Ledger.Payments;

/// <summary>Takes what a payment service says by itself (支付通知): only what it has signed.</summary>
/// <param name="Provider">Its code.</param>
/// <param name="Callback">What came.</param>
public sealed record TakeCallback(string Provider, PaymentCallback Callback) : IQuery<Done>;

// Asked, not run: for what nobody signed nothing is locked and nothing is written.
internal sealed class TakeCallbackHandler(PaymentBooks books, UseCaseRunner run) : IHandler<TakeCallback, Done>, IUseCase
{
    private const int Longest = 64 * 1024;

    public static void Map(IEndpointRouteBuilder api) =>
        api.MapPost("/payments/{provider}/callback", Receive)
            .Needs(Access.Public).DisableAntiforgery().WithTags("Payments").WithSummary("What a payment service says by itself 支付通知")
            .WithDescription("For payment services only: 204 when it was taken, however often it is sent; anything else means send it again.")
            .Produces(StatusCodes.Status204NoContent).ProducesProblem(StatusCodes.Status403Forbidden).ProducesProblem(StatusCodes.Status404NotFound);

    public async Task<Result<Done>> Handle(TakeCallback request, CancellationToken cancel)
    {
        if (books.Find(request.Provider) is not { } provider)
            return Problem.NotFound("ledger.provider_unknown", "没有这个支付渠道。", "There is no such payment service.");
        var news = provider.Read(request.Callback);
        return news.Ok ? await run.Run(new KeepNews(provider.Code, news.Value), cancel) : news.As<Done>();
    }

    private static async Task<IResult> Receive(string provider, HttpRequest request, UseCaseRunner run, CancellationToken cancel)
    {
        if (request.ContentLength is null or > Longest)
            return TypedResults.StatusCode(StatusCodes.Status413PayloadTooLarge);
        using var reader = new StreamReader(request.Body);
        var body = await reader.ReadToEndAsync(cancel);
        var headers = request.Headers.ToDictionary(h => h.Key.ToLowerInvariant(), h => h.Value.ToString(), StringComparer.Ordinal);
        var taken = await run.Ask(new TakeCallback(provider, new(headers, body)), cancel);
        return taken.Ok ? TypedResults.NoContent() : ProblemResults.From(taken.Problems);
    }
}

/// <summary>Acts on what a payment service has signed.</summary>
internal sealed record KeepNews(string Provider, ProviderNews News) : ICommand<Done>, IAudited
{
    string? IAudited.AuditSubject => News switch
    {
        MoneyCame money => $"{Provider} {money.Reference}",
        RefundMoved refund => $"{Provider} {refund.Refund}",
        _ => Provider,
    };
}

internal sealed class KeepNewsHandler(LinliDb db, ArrivalDesk arrivals, RefundDesk refunds) : IHandler<KeepNews, Done>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api)
    {
    }

    public async Task<Result<Done>> Handle(KeepNews request, CancellationToken cancel)
    {
        switch (request.News)
        {
            case MoneyCame money:
                await arrivals.Take(request.Provider, money, ArrivalWay.Callback, cancel);
                break;

            // By its number: the provider signed it.
            case RefundMoved moved when Guid.TryParseExact(moved.Refund, "N", out var id)
                && await db.Unfiltered<Refund>().SingleOrDefaultAsync(r => r.Id == id && r.Provider == request.Provider, cancel) is { } refund:
                await refunds.Move(refund, moved.Answer, cancel);
                break;
        }

        return Done.It;
    }
}
