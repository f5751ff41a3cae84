using Npgsql;

namespace Linli.Bench.Bookings;

/// <summary>What the database does by itself: lock the session's row, count, write the reservation, commit.</summary>
internal static class PlainLock
{
    private const int Sessions = 1000;

    public static async Task<Rate> Rate(string connectionString, int clients, TimeSpan span)
    {
        await using var source = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(connectionString) { MaxPoolSize = clients + 2, MaxAutoPrepare = 20, AutoPrepareMinUsages = 2 });
        await using (var make = source.CreateCommand(
            """
            DROP TABLE IF EXISTS plain_reservation; DROP TABLE IF EXISTS plain_session;
            CREATE TABLE plain_session (id int PRIMARY KEY, capacity int NOT NULL, taken int NOT NULL);
            CREATE TABLE plain_reservation (id uuid PRIMARY KEY, session int NOT NULL REFERENCES plain_session, person uuid NOT NULL, at timestamptz NOT NULL, UNIQUE (session, person));
            INSERT INTO plain_session SELECT n, 1000000, 0 FROM generate_series(0, 999) n;
            """))
            await make.ExecuteNonQueryAsync();
        using var end = new CancellationTokenSource();
        var count = new long[clients];
        async Task Client(int number)
        {
            var random = new Random(number);
            while (!end.IsCancellationRequested)
            {
                await using var connection = await source.OpenConnectionAsync();
                await using var transaction = await connection.BeginTransactionAsync();
                var session = random.Next(Sessions);
                await using (var look = new NpgsqlCommand("SELECT capacity - taken FROM plain_session WHERE id = $1 FOR UPDATE", connection, transaction) { Parameters = { new() { Value = session } } })
                    if ((int)(await look.ExecuteScalarAsync())! <= 0)
                        continue;
                await using (var write = new NpgsqlCommand("INSERT INTO plain_reservation VALUES ($1, $2, $3, now())", connection, transaction)
                {
                    Parameters = { new() { Value = Guid.CreateVersion7() }, new() { Value = session }, new() { Value = Guid.CreateVersion7() } },
                })
                    await write.ExecuteNonQueryAsync();
                await using (var take = new NpgsqlCommand("UPDATE plain_session SET taken = taken + 1 WHERE id = $1", connection, transaction) { Parameters = { new() { Value = session } } })
                    await take.ExecuteNonQueryAsync();
                await transaction.CommitAsync();
                count[number]++;
            }
        }

        var work = Enumerable.Range(0, clients).Select(i => Task.Run(() => Client(i))).ToList();
        await Task.Delay(TimeSpan.FromSeconds(1));
        var watch = RateWatch.Start(() => count.Sum());
        await Task.Delay(span);
        var rate = watch.Stop();
        await end.CancelAsync();
        await Task.WhenAll(work);
        return rate;
    }
}
