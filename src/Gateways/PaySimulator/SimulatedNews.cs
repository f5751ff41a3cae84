using Linli.Ledger.Payments;
using Linli.Platform.Data;
using Linli.Platform.Jobs;
using Linli.Platform.Security;
using Linli.Platform.UseCases;
using Microsoft.Extensions.DependencyInjection;

namespace Linli.PaySimulator;

/// <summary>Lets orders be paid as a visitor wants it, and sends callbacks: by the same use case that the address for callbacks runs.</summary>
internal sealed class SimulatedNews(SimulatedPay pay, IServiceScopeFactory scopes, TimeProvider time)
{
    /// <summary>How long after its end the money of a late order is taken.</summary>
    private static readonly TimeSpan Late = TimeSpan.FromMinutes(5);

    public async Task Act(SimulatedOrder order, Behaviour behaviour, CancellationToken cancel)
    {
        // Once: of two forms sent at the same moment one is carried out. What is paid, closed or declined is paid by nobody any more.
        lock (order)
        {
            if (order.State is not "NOTPAY" || order.LateAt is not null)
                return;
            if (behaviour == Behaviour.Decline)
                order.State = "PAYERROR";
            else if (behaviour == Behaviour.Late)
                order.LateAt = order.ExpiresAt + Late;
            else
                Take(order, behaviour == Behaviour.OtherAmount ? Math.Max(1, order.Asked - 100) : order.Asked);
            if (behaviour == Behaviour.Silent)
                order.Silences = 2;
        }

        for (var i = 0; i < (behaviour switch { Behaviour.Pay or Behaviour.OtherAmount => 1, Behaviour.Twice => 2, _ => 0 }); i++)
            await Send(order, cancel);
    }

    /// <summary>Takes the money of late orders whose time has come.</summary>
    public async Task SendLate(CancellationToken cancel)
    {
        foreach (var order in pay.Orders.Where(o => o.LateAt <= Clock.Now(time)).ToList())
        {
            order.LateAt = null;
            Take(order, order.Asked);
            await Send(order, cancel);
        }
    }

    private void Take(SimulatedOrder order, long fen) => (order.State, order.Paid, order.PaidAt) = ("SUCCESS", fen, Clock.Now(time));

    private async Task Send(SimulatedOrder order, CancellationToken cancel)
    {
        await using var scope = scopes.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<CurrentCaller>().Value = Caller.Anonymous;
        await scope.ServiceProvider.GetRequiredService<UseCaseRunner>().Ask(new TakeCallback("paysim", pay.CallbackOf(order)), cancel);
    }
}

/// <summary>Sends what is late.</summary>
internal sealed class SendLateNews(SimulatedNews news) : IJob
{
    public Task Run(CancellationToken cancel) => news.SendLate(cancel);
}
