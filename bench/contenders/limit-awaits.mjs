const done = Promise.resolve();

export default {
  about: "two loops that hand over through a variable, one bare await each: the floor under any awaited rendezvous",
  limit: true,
  async pass(_capacity, count, visit) {
    let slot;
    const take = async () => {
      for (let taken = 0; taken < count; taken++) {
        await done;
        visit(slot);
      }
    };
    const give = async () => {
      for (let value = 0; value < count; value++) {
        slot = value;
        await done;
      }
    };
    await Promise.all([take(), give()]);
  },
};
